import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { useElementSize, useMediaQuery } from "@mantine/hooks";
import {
  IconAdjustmentsHorizontal,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconPlus,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ImagePicker } from "@/ui/image-picker/image-picker";
import { Canvas } from "./canvas/canvas";
import { PathBar } from "./canvas/path-bar";
import { type Panel, useSurroundings } from "./context";
import { Inspector } from "./inspector/inspector";
import type { Node } from "./model";
import { BlockNameDialog } from "./palette/block-name-dialog";
import { Palette } from "./palette/palette";
import { saveBlock } from "./palette/queries";
import { useStore } from "./store";
import { TextToolbar } from "./text/text-toolbar";
import { find } from "./tree";
import classes from "./visual.module.css";
import { writeFragment } from "./write-mjml";

type WorkbenchProps = {
  isMobile: boolean;
  setMobile: (isMobile: boolean) => void;
  panel: Panel | null;
  setPanel: (panel: Panel | null) => void;
  writer: Editor | null;
  undo: () => void;
  redo: () => void;
  flush: () => void;
  onFocus: () => void;
  picture: { id: string; attribute: string } | null;
  onPictureDone: () => void;
};

/** From these widths on, in pixels, both panels stand beside the canvas, or the properties alone. */
const ROOM_FOR_BOTH = 1020;
const ROOM_FOR_ONE = 760;

/** Palette, canvas and properties, as far as there is room; what has none opens over the canvas. */
export function Workbench(props: WorkbenchProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly } = useSurroundings();
  const { panel, setPanel, writer, undo, redo, flush, onFocus } = props;
  const { ref, width } = useElementSize();
  const [kept, setKept] = useState<Node | null>(null);
  const hasPalette = width >= ROOM_FOR_BOTH && !readOnly;
  const hasInspector = width >= ROOM_FOR_ONE;
  return (
    <div ref={ref} className={classes.bench}>
      {hasPalette && (
        <aside className={classes.side} aria-label={t("palette.label")}>
          <Palette />
        </aside>
      )}
      <div className={classes.middle}>
        <div className={classes.topBar}>
          {!readOnly && !hasPalette && (
            <Button
              size="compact-sm"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setPanel("blocks")}
            >
              {t("palette.open")}
            </Button>
          )}
          <WidthSwitch isMobile={props.isMobile} setMobile={props.setMobile} />
          {!hasInspector && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconAdjustmentsHorizontal size={15} aria-hidden />}
              onClick={() => setPanel("properties")}
            >
              {t("inspector.open")}
            </Button>
          )}
        </div>
        {writer && !readOnly && <TextToolbar writer={writer} />}
        <Canvas {...{ undo, redo, flush, onFocus }} onSave={setKept} />
        <PathBar />
      </div>
      {hasInspector && (
        <aside className={classes.side} data-side="right" aria-label={t("inspector.label")}>
          <Inspector />
        </aside>
      )}
      <Panels panel={panel} setPanel={setPanel} hasPalette={hasPalette} hasInspector={hasInspector} />
      <Dialogs {...props} kept={kept} onKept={() => setKept(null)} />
    </div>
  );
}

function WidthSwitch({ isMobile, setMobile }: Pick<WorkbenchProps, "isMobile" | "setMobile">) {
  const { t } = useTranslation("template-visual");
  const option = (value: string, icon: React.ReactNode) => ({
    value,
    label: (
      <span className={classes.option}>
        {icon}
        <span className={classes.hidden}>{t(`canvas.${value}`)}</span>
      </span>
    ),
  });
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("canvas.width")}
      value={isMobile ? "mobile" : "desktop"}
      onChange={(value) => setMobile(value === "mobile")}
      data={[
        option("desktop", <IconDeviceDesktop size={15} aria-hidden />),
        option("mobile", <IconDeviceMobile size={15} aria-hidden />),
      ]}
    />
  );
}

type PanelsProps = Pick<WorkbenchProps, "panel" | "setPanel"> & {
  hasPalette: boolean;
  hasInspector: boolean;
};

/** On phones from below, else from the side. */
function Panels({ panel, setPanel, hasPalette, hasInspector }: PanelsProps) {
  const { t } = useTranslation("template-visual");
  const isPhone = useMediaQuery("(max-width: 48em)");
  const close = () => setPanel(null);
  const all = {
    onClose: close,
    position: isPhone ? ("bottom" as const) : undefined,
    size: isPhone ? "70%" : "20rem",
    closeButtonProps: { "aria-label": t("common:action.close") },
    padding: "sm",
  };
  return (
    <>
      <Drawer
        {...all}
        position={all.position ?? "left"}
        opened={panel === "blocks" && !hasPalette}
        title={t("palette.label")}
      >
        <Palette onAdded={close} />
      </Drawer>
      <Drawer
        {...all}
        position={all.position ?? "right"}
        opened={panel === "properties" && !hasInspector}
        title={t("inspector.label")}
      >
        <Inspector />
      </Drawer>
    </>
  );
}

type DialogsProps = Pick<WorkbenchProps, "picture" | "onPictureDone"> & {
  kept: Node | null;
  onKept: () => void;
};

function Dialogs({ picture, onPictureDone, kept, onKept }: DialogsProps) {
  const { t } = useTranslation("template-visual");
  const { actions, words } = useSurroundings();
  const store = useStore();
  return (
    <>
      {picture && (
        <ImagePicker
          opened
          purpose="image"
          onClose={onPictureDone}
          onPicked={({ url, alt }) => {
            const node = find(store.read().design, picture.id);
            const isImage = node?.kind === "leaf" && node.tag === "mj-image" && picture.attribute === "src";
            actions.setAttributes(picture.id, { [picture.attribute]: url, ...(isImage && alt && { alt }) });
            onPictureDone();
          }}
        />
      )}
      <BlockNameDialog
        opened={kept !== null}
        title={t("saved.title")}
        name={kept ? words.name(kept) : ""}
        onClose={onKept}
        send={(name) => saveBlock(name, kept ? writeFragment([kept]) : "")}
      />
    </>
  );
}
