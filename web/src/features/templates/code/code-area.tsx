import { ActionIcon, Group, Popover, Text, Tooltip } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconIndentIncrease,
  IconKeyboard,
  IconPhotoPlus,
  IconSearch,
  IconTextWrap,
} from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { ImagePicker } from "@/ui/image-picker/image-picker";
import { PagePending } from "@/ui/page/page-pending";
import { notify } from "@/ui/provider/notify";
import classes from "./code-area.module.css";
import type { CodeAction, CodeEditorProps, CodeHandle } from "./code-editor";
import { isMjml } from "./context";
import { imageTag } from "./snippets";

const CodeEditor = lazy(() => import("./code-editor").then((module) => ({ default: module.CodeEditor })));

/** The code editor with its tools, fetched when it is first shown: it is larger than the rest of the app. */
export function CodeArea(props: CodeEditorProps) {
  const { t } = useTranslation("template-code");
  const own = useRef<CodeHandle>(null);
  const handle = props.handle ?? own;
  const mayUpload = useCan("uploads.create") && !props.readOnly;
  const [wraps, setWraps] = useState(true);
  const [picking, setPicking] = useState<{ opened: boolean; files: File[] }>({ opened: false, files: [] });
  const run = (action: CodeAction) => handle.current?.run(action);
  const format = async () => {
    const { CannotFormat, format: formatted } = await import("./formatting");
    try {
      const text = formatted(props.value);
      if (text !== props.value) handle.current?.replace(text);
    } catch (error) {
      if (!(error instanceof CannotFormat)) throw error;
      notify({ message: t("format.refused"), color: "brass", autoClose: 8000 });
    }
  };
  const problems = props.problems?.length ?? 0;
  return (
    <div className={classes.area}>
      <Group gap={2} className={classes.tools} role="toolbar" aria-label={t("tools")}>
        {!props.readOnly && (
          <Tool
            label={t("format.action")}
            onClick={() => void format()}
            icon={<IconIndentIncrease size={16} />}
          />
        )}
        <Tool
          label={t(props.readOnly ? "find" : "replace")}
          onClick={() => run(props.readOnly ? "actions.find" : "editor.action.startFindReplaceAction")}
          icon={<IconSearch size={16} />}
        />
        <Tool
          label={t("wrap")}
          pressed={wraps}
          onClick={() => {
            handle.current?.setWrap(!wraps);
            setWraps(!wraps);
          }}
          icon={<IconTextWrap size={16} />}
        />
        {mayUpload && (
          <Tool
            label={t("image")}
            onClick={() => setPicking({ opened: true, files: [] })}
            icon={<IconPhotoPlus size={16} />}
          />
        )}
        {problems > 0 && (
          <>
            <Tool
              label={t("problem.previous")}
              onClick={() => run("editor.action.marker.prev")}
              icon={<IconArrowUp size={16} />}
            />
            <Tool
              label={t("problem.next")}
              onClick={() => run("editor.action.marker.next")}
              icon={<IconArrowDown size={16} />}
            />
          </>
        )}
        <Keys />
      </Group>
      <div className={classes.editor}>
        <Suspense fallback={<PagePending />}>
          <CodeEditor
            {...props}
            handle={handle}
            onImages={mayUpload ? (files) => setPicking({ opened: true, files }) : undefined}
          />
        </Suspense>
      </div>
      {mayUpload && (
        <ImagePicker
          opened={picking.opened}
          files={picking.files}
          purpose="image"
          onClose={() => setPicking({ opened: false, files: [] })}
          onPicked={(image) => handle.current?.insert(imageTag(image, isMjml(props.value)))}
        />
      )}
    </div>
  );
}

type ToolProps = { label: string; icon: ReactNode; onClick: () => void; pressed?: boolean };

function Tool({ label, icon, onClick, pressed }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed ? "light" : "subtle"}
        color={pressed ? undefined : "gray"}
        size="sm"
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

const KEYS = {
  complete: "Ctrl+Space",
  tab: "Ctrl+M",
  problem: "F8",
  find: "Ctrl+F",
  replace: "Ctrl+H",
} as const;

/** Which keys do what: above all how to leave the editor, where Tab indents. */
function Keys() {
  const { t } = useTranslation("template-code");
  return (
    <Popover position="bottom-start" withArrow>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("keys.label")}>
          <IconKeyboard size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes.keys}>
          {Object.entries(KEYS).map(([name, keys]) => (
            <div key={name}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>
                <Text size="sm">{t(`keys.${name}`)}</Text>
              </dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
