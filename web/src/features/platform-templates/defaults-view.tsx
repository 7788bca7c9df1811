import { Skeleton, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { DefaultCell } from "./default-cell";
import classes from "./platform-templates.module.css";
import { servingQuery } from "./queries";

/** A custom mail is sent by its own template; no default stands behind it. */
const TYPES = TEMPLATE_TYPES.filter((type) => type !== "custom");

/** Which template serves each type and language where an organisation has none, and all the candidates. */
export function DefaultsView({ library }: { library: ReactNode }) {
  const { t } = useTranslation("platform-templates");
  const serving = useQuery(servingQuery);
  return (
    <>
      <Surface title={t("defaults.title")} description={t("defaults.text")} flush>
        {serving.isPending && <Skeleton height={420} aria-busy="true" />}
        {serving.isError && !serving.data && (
          <ErrorState error={serving.error} onRetry={() => serving.refetch()} />
        )}
        {serving.data && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
          <section className={classes.scroll} tabIndex={0} aria-label={t("defaults.title")}>
            <Table aria-label={t("defaults.title")} horizontalSpacing="lg">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("template-library:filter.type")}</Table.Th>
                  {MAIL_LOCALES.map((locale) => (
                    <Table.Th key={locale}>{LOCALE_NAMES[locale]}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {TYPES.map((type) => (
                  <Table.Tr key={type}>
                    <Table.Td className={classes.type}>
                      <Text size="sm" fw={560}>
                        {t(`templates:type.${type}`)}
                      </Text>
                    </Table.Td>
                    {MAIL_LOCALES.map((locale) => (
                      <Table.Td key={locale} className={classes.cell}>
                        <DefaultCell
                          template={serving.data.find((each) => each.type === type && each.locale === locale)}
                        />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        )}
      </Surface>
      <section className={classes.library} aria-labelledby="all-defaults">
        <Title order={2} id="all-defaults" mb="md">
          {t("defaults.all")}
        </Title>
        {library}
      </section>
    </>
  );
}
