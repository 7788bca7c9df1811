import classes from "./brand-mark.module.css";

/** The desk bell and the product's name. */
export function BrandMark({ compact = false, size = 24 }: { compact?: boolean; size?: number }) {
  return (
    <span className={classes.mark}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" className={classes.ground} />
        <path
          d="M7 22.5h18M9 22.5a7 7 0 0 1 14 0M16 15.5v-4M13.5 11.5h5"
          fill="none"
          stroke="#fff"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
      </svg>
      {!compact && <span className={classes.name}>Frontdesk</span>}
    </span>
  );
}
