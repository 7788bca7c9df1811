import { Skeleton, Stack } from "@mantine/core";
import classes from "./library.module.css";

const CARDS = ["a", "b", "c", "d", "e", "f"];

export function CardSkeleton() {
  return (
    <div className={classes.grid}>
      {CARDS.map((card) => (
        <div key={card} className={classes.card}>
          <Skeleton height={190} radius={0} />
          <Stack gap="sm" p="md">
            <Skeleton height={14} width="55%" />
            <Skeleton height={10} width="80%" />
            <Skeleton height={10} width="40%" mt="lg" />
          </Stack>
        </div>
      ))}
    </div>
  );
}
