import type { components } from "@/lib/api.gen";

export type Attachment = components["schemas"]["AttachmentIn"];

export const MOST_FILES = 20;
/** Of a mail of 10 MB, what base64 and the mail itself leave for files. */
export const MOST_BYTES = 7_000_000;
const TYPE = /^[A-Za-z0-9.+-]+\/[A-Za-z0-9.+-]+$/;

export function totalOf(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

export async function attachmentOf(file: File): Promise<Attachment> {
  const isContainer = /^(multipart|message)\//.test(file.type);
  return {
    filename: file.name,
    content_type: TYPE.test(file.type) && !isContainer ? file.type : "application/octet-stream",
    content_base64: await base64Of(file),
  };
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
