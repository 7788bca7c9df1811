import type { Editor } from "@tiptap/core";
import { useState } from "react";

/** The editor of the text that is being written in; null where none is. */
export function useWriter() {
  const [writer, setWriter] = useState<Editor | null>(null);
  return { writer: writer?.isDestroyed ? null : writer, setWriter };
}
