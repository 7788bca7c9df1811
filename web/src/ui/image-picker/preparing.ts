/** What the server takes and makes of it; it checks all of this again. */
export const LARGEST_BYTES = 10 * 1024 * 1024;
export const LONGEST_SIDE = 6000;
export const WIDEST = { image: 1600, logo: 600 } as const;
/** As wide as a mail is laid out. */
export const MAIL_WIDTH = 600;
export const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;

export type Purpose = keyof typeof WIDEST;
export type Refusal = "svg" | "type" | "large" | "empty";
export type Size = { width: number; height: number };
export type Box = Size & { x: number; y: number };

export function refusalOf(file: { type: string; size: number; name: string }): Refusal | null {
  if (file.type === "image/svg+xml" || /\.svgz?$/i.test(file.name)) return "svg";
  if (!(TYPES as readonly string[]).includes(file.type)) return "type";
  if (file.size === 0) return "empty";
  return file.size > LARGEST_BYTES ? "large" : null;
}

/** A crop in per cent of the picture as whole pixels inside it; the whole picture where nothing is cut out. */
export function cropBox(crop: Box | undefined, picture: Size): Box {
  if (!crop || crop.width <= 0 || crop.height <= 0) return { x: 0, y: 0, ...picture };
  const x = Math.round((crop.x / 100) * picture.width);
  const y = Math.round((crop.y / 100) * picture.height);
  return {
    x,
    y,
    width: Math.max(1, Math.min(picture.width - x, Math.round((crop.width / 100) * picture.width))),
    height: Math.max(1, Math.min(picture.height - y, Math.round((crop.height / 100) * picture.height))),
  };
}

/** The size at a width, the ratio kept. */
export function atWidth(size: Size, width: number): Size {
  const whole = Math.max(1, Math.round(width));
  return { width: whole, height: Math.max(1, Math.round((size.height / size.width) * whole)) };
}

/** The pixels that are stored for a shown width: twice as many, for sharp screens, where the picture has them. */
export function storedSize(cut: Size, shown: number, purpose: Purpose): Size {
  return atWidth(cut, Math.min(cut.width, shown * 2, WIDEST[purpose]));
}

export function isWhole(cut: Box, picture: Size): boolean {
  return cut.width === picture.width && cut.height === picture.height;
}

/** Words to begin a description with; the names that cameras and clipboards give say nothing. */
export function altFrom(fileName: string): string {
  const words = fileName
    .replace(/\.[a-z0-9]+$/i, "")
    .replace(/[-_.]+/g, " ")
    .trim();
  return /^(image|img|dsc|pxl|photo|screenshot|unnamed|untitled|pasted image|\d+)?[\d\s]*$/i.test(words)
    ? ""
    : words;
}

/** The part of a picture that is wanted, at the size that is stored. PNG stays PNG, so that it may be clear. */
export async function cutOut(file: File, cut: Box, size: Size): Promise<File> {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, cut.x, cut.y, cut.width, cut.height, 0, 0, size.width, size.height);
  bitmap.close();
  const type = file.type === "image/jpeg" ? "image/jpeg" : "image/png";
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.92));
  if (!blob) throw new Error("no picture");
  return new File([blob], file.name, { type });
}
