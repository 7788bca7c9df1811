import { Text } from "@mantine/core";
import { type Bar, BarList } from "../charts/bar-list";
import { EmailFrame } from "../email-frame/email-frame";
import classes from "./link-map.module.css";

export type MappedLink = Pick<Bar, "value" | "text" | "note"> & {
  url: string;
  /** Its place on the mail, from 0; null where only the address is known. */
  position: number | null;
  /** What to say of an address that is another for each recipient. */
  varies?: string;
};

type LinkMapProps = {
  label: string;
  none: string;
  links: MappedLink[];
  map: { html: string; title: string };
};

/** Which links were followed, as a list and by their numbers on the mail itself. */
export function LinkMap({ label, none, links, map }: LinkMapProps) {
  return (
    <div className={classes.columns}>
      {links.length === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <BarList label={label} bars={links.map(asBar)} />
      )}
      {map.html && (
        <div className={classes.map}>
          <EmailFrame html={map.html} title={map.title} width={680} />
        </div>
      )}
    </div>
  );
}

function asBar({ url, position, varies, ...figures }: MappedLink): Bar {
  return {
    ...figures,
    key: `${position}-${url}`,
    label: (
      <>
        {position !== null && <span className={classes.number}>{position + 1}</span>} {url}
        {varies && (
          <Text span size="xs" c="dimmed" display="block">
            {varies}
          </Text>
        )}
      </>
    ),
  };
}
