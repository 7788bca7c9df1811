import { type Draft, isEmpty, readDraft } from "./draft";

/** Unsent mail in this browser, apart for each person and organisation. */
export function nameOf(profile: string, organization: string): string {
  return `frontdesk.mail-draft.${profile}.${organization}`;
}

export function keepDraft(name: string, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // Storage is blocked or full: the page itself still has it.
  }
}

export function keptDraft(name: string): Draft | null {
  try {
    const text = localStorage.getItem(name);
    return text ? readDraft(JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

const STORE = "files";

/** Files are too large for where texts are kept. */
function inStore<T>(mode: IDBTransactionMode, run: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("frontdesk-mail-draft", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const request = run(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => {
        database.close();
        resolve(request.result);
      };
      request.onerror = () => {
        database.close();
        reject(request.error);
      };
    };
  });
}

/** Without storage, as in some private windows, files have to be attached again after a reload. */
export async function keepFiles(name: string, files: readonly File[]): Promise<void> {
  try {
    if (files.length > 0) await inStore("readwrite", (store) => store.put([...files], name));
    else await inStore("readwrite", (store) => store.delete(name));
  } catch {
    // As above.
  }
}

export async function keptFiles(name: string): Promise<File[]> {
  try {
    const found = await inStore<unknown>("readonly", (store) => store.get(name));
    return Array.isArray(found) ? found.filter((each) => each instanceof File) : [];
  } catch {
    return [];
  }
}
