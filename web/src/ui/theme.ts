import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/** Pine: the product's own colour. 7 carries white text at 6.9:1, 4 carries near-black text on dark grounds. */
const pine: MantineColorsTuple = [
  "#eef8f5",
  "#d9efe9",
  "#b3ded3",
  "#84c8b8",
  "#57b39f",
  "#2f9783",
  "#157c6a",
  "#0b6455",
  "#095145",
  "#063c33",
];
/** Brass: the bell on the desk. For what wants attention without alarm. */
const brass: MantineColorsTuple = [
  "#fdf6e7",
  "#f9eacb",
  "#f1d496",
  "#e8bc5e",
  "#dda734",
  "#c08b1c",
  "#9a6c10",
  "#7d560b",
  "#634409",
  "#4a3306",
];
const ink: MantineColorsTuple = [
  "#f8f9f8",
  "#f1f3f2",
  "#e6e9e8",
  "#d6dbd9",
  "#b4bcb9",
  "#8a9491",
  "#66706d",
  "#4d5654",
  "#343b39",
  "#1b211f",
];
const night: MantineColorsTuple = [
  "#d7dcda",
  "#b6bebb",
  "#98a29e",
  "#6d7774",
  "#414a47",
  "#2c3432",
  "#222927",
  "#191f1d",
  "#131817",
  "#0d1110",
];
const rose: MantineColorsTuple = [
  "#fdf0f0",
  "#fadcdc",
  "#f3b9b9",
  "#ea9090",
  "#e27272",
  "#d64f4f",
  "#bf3434",
  "#a42626",
  "#861f1f",
  "#671818",
];
const sky: MantineColorsTuple = [
  "#eef5fb",
  "#d9e8f5",
  "#b1d0ea",
  "#83b4dd",
  "#5b9ad0",
  "#3b80bd",
  "#27689f",
  "#1e5482",
  "#184368",
  "#12324e",
];

const SCHEME_AWARE = new Set(["pine", "red", "brass"]);

/** Mantine picks the text of a filled button by the light scheme's shade; ours differs between the schemes. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const name = input.color ?? input.theme.primaryColor;
  return input.variant === "filled" && SCHEME_AWARE.has(name)
    ? { ...colors, color: "var(--fd-on-filled)" }
    : colors;
};

export const theme = createTheme({
  variantColorResolver,
  colors: { pine, brass, gray: ink, dark: night, red: rose, blue: sky },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  white: "#ffffff",
  black: "#161c1a",
  fontFamily:
    'Inter, "Segoe UI Variable Text", -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8438rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.55", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.25" },
      h2: { fontSize: "1.125rem", lineHeight: "1.35" },
      h3: { fontSize: "0.9688rem", lineHeight: "1.4" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  shadows: {
    xs: "0 1px 2px rgb(16 28 24 / 6%)",
    sm: "0 1px 3px rgb(16 28 24 / 8%), 0 1px 2px rgb(16 28 24 / 5%)",
    md: "0 6px 18px -4px rgb(16 28 24 / 14%), 0 2px 6px rgb(16 28 24 / 6%)",
    lg: "0 14px 36px -8px rgb(16 28 24 / 20%), 0 4px 10px rgb(16 28 24 / 7%)",
    xl: "0 24px 60px -12px rgb(16 28 24 / 28%)",
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  // Plain objects, not `Button.extend(…)`: those would pull every component into the first chunk.
  components: {
    Anchor: { defaultProps: { underline: "hover" } },
    Badge: { defaultProps: { radius: "sm", variant: "light" } },
    Button: { defaultProps: { size: "sm" } },
    Card: { defaultProps: { withBorder: true, radius: "lg", padding: "lg" } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.4 } } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
    },
    Menu: { defaultProps: { shadow: "md", radius: "md" } },
    Modal: {
      defaultProps: { centered: true, radius: "lg", overlayProps: { backgroundOpacity: 0.4 }, padding: "lg" },
      styles: { title: { fontWeight: 620 } },
    },
    Paper: { defaultProps: { radius: "lg" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", allowDeselect: false } },
    Table: { defaultProps: { verticalSpacing: "xs", horizontalSpacing: "md" } },
    Tabs: { defaultProps: { keepMounted: false } },
    Textarea: { defaultProps: { size: "sm", autosize: true, minRows: 3 } },
    TextInput: { defaultProps: { size: "sm" } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: false } },
    },
  },
});

/** Named surfaces and text tones, so that no component spells a colour. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { "--fd-nav-width": "15rem", "--fd-page-width": "72rem" },
  light: {
    "--mantine-color-body": "#ffffff",
    "--mantine-color-dimmed": "#5b6562",
    "--mantine-color-placeholder": "#68726f",
    "--mantine-color-error": rose[6],
    "--mantine-color-red-light-color": rose[7],
    "--mantine-color-anchor": pine[7],
    "--mantine-color-default-border": "#d9dedc",
    "--fd-canvas": "#f6f7f6",
    "--fd-surface": "#ffffff",
    "--fd-surface-sunken": "#f1f3f2",
    "--fd-border": "#e3e7e5",
    "--fd-hover": "#eef1f0",
    "--fd-active": "#e2ece9",
    "--fd-active-text": pine[8],
    "--fd-focus": pine[6],
    "--fd-on-filled": "#ffffff",
    "--mantine-color-brass-filled": brass[6],
  },
  dark: {
    "--mantine-color-body": "#151a19",
    "--mantine-color-dimmed": "#9aa5a1",
    "--mantine-color-placeholder": "#8b9692",
    "--mantine-color-error": rose[3],
    "--mantine-color-red-light-color": rose[3],
    "--mantine-color-anchor": pine[3],
    "--mantine-color-default": "#1c2220",
    "--mantine-color-default-border": "#38413e",
    "--fd-canvas": "#0f1312",
    "--fd-surface": "#171c1b",
    "--fd-surface-sunken": "#111615",
    "--fd-border": "#28302d",
    "--fd-hover": "#1f2624",
    "--fd-active": "#1d322d",
    "--fd-active-text": pine[2],
    "--fd-focus": pine[4],
    "--fd-on-filled": "#0b1512",
  },
});
