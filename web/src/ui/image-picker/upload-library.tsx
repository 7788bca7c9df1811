import { Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Upload } from "@/lib/api-types";
import { ListState } from "../list/list-state";
import { SearchInput } from "../list/search-input";
import classes from "./image-picker.module.css";
import type { Purpose } from "./preparing";
import { uploadsQuery } from "./queries";

type UploadLibraryProps = { purpose: Purpose; onChosen: (upload: Upload) => void };

/** What the organisation uploaded, the newest first. A mail may show a logo anywhere; a logo is chosen among logos. */
export function UploadLibrary({ purpose, onChosen }: UploadLibraryProps) {
  const { t } = useTranslation("image-picker");
  const [words, setWords] = useState("");
  const query = useInfiniteQuery(uploadsQuery(words, purpose === "logo" ? purpose : undefined));
  return (
    <Stack gap="sm">
      <SearchInput value={words} onChange={setWords} label={t("library.search")} />
      <div className={classes.library}>
        <ListState
          query={query}
          filtered={words !== ""}
          onClearFilters={() => setWords("")}
          empty={
            <Text c="dimmed" ta="center" py="xl">
              {t("library.empty")}
            </Text>
          }
        >
          {(uploads) => (
            <ul className={classes.grid} aria-label={t("library.list")}>
              {uploads.map((upload) => (
                <li key={upload.id}>
                  <button type="button" className={classes.tile} onClick={() => onChosen(upload)}>
                    <span className={classes.thumb}>
                      <img src={upload.url} alt="" loading="lazy" />
                    </span>
                    <span className={classes.fileName}>{upload.file_name}</span>
                    <span className={classes.facts}>
                      {upload.width} × {upload.height}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </ListState>
      </div>
    </Stack>
  );
}
