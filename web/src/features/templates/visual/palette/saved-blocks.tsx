import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useSurroundings } from "../context";
import { readFragment } from "../read-mjml";
import { useDragSource } from "../use-drag";
import classes from "../visual.module.css";
import { BlockNameDialog } from "./block-name-dialog";
import { changeBlock, deleteBlock, type SavedBlock, savedBlocksQuery } from "./queries";

/** Blocks that people kept to use again. */
export function SavedBlocks({ search, onAdded }: { search: string; onAdded?: () => void }) {
  const { t } = useTranslation("template-visual");
  const query = useInfiniteQuery(savedBlocksQuery);
  if (query.isPending) return <Skeleton h="6rem" aria-busy />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const shown = query.data.filter(({ name }) => name.toLocaleLowerCase().includes(search));
  if (shown.length === 0) {
    return <p className={classes.fine}>{t(search ? "palette.none" : "saved.empty")}</p>;
  }
  return (
    <>
      <ul className={classes.saved} aria-label={t("palette.saved")}>
        {shown.map((block) => (
          <Saved key={block.id} block={block} onAdded={onAdded} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="compact-sm" variant="default" fullWidth onClick={() => query.fetchNextPage()}>
          {t("saved.more")}
        </Button>
      )}
    </>
  );
}

function Saved({ block, onAdded }: { block: SavedBlock; onAdded?: () => void }) {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  const client = useQueryClient();
  const ref = useRef<HTMLButtonElement>(null);
  const [asked, setAsked] = useState<"rename" | "delete" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["email-blocks"] });
  useDragSource(ref, () => ({ fresh: readFragment(block.mjml.trim())?.[0] }), block.name, true);
  return (
    <li>
      <button
        ref={ref}
        type="button"
        className={classes.savedName}
        onClick={() => actions.paste(block.mjml) && onAdded?.()}
      >
        {block.name}
      </button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={t("saved.actions", { name: block.name })}
          >
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => setAsked("rename")}>
            {t("saved.rename")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={14} />} color="red" onClick={() => setAsked("delete")}>
            {t("common:action.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <BlockNameDialog
        opened={asked === "rename"}
        title={t("saved.rename")}
        name={block.name}
        onClose={() => setAsked(null)}
        send={(name) => changeBlock(block.id, { name })}
      />
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={() => setAsked(null)}
        title={t("saved.delete_title", { name: block.name })}
        action={t("common:action.delete")}
        danger
        run={() => deleteBlock(block.id)}
        done={refresh}
      >
        {t("saved.delete_text")}
      </ConfirmDialog>
    </li>
  );
}
