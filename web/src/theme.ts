// Ink, steel and heat: the page's colours, and numbers as people read them.

export const ink = "#1d242a";
export const muted = "#5a656e";
export const faint = "#68737b";
export const rule = "#dbd8cf";
export const paper = "#fcfbf8";
export const steel = "#365a78";
export const steelPale = "#a9bdcb";
export const ember = "#c24a17";
export const emberPale = "#eab48a";
export const gold = "#d1a03a";
export const slag = "#b9b4aa";

export const sans = '"Source Sans 3 Variable", "Source Sans 3", "Helvetica Neue", Arial, sans-serif';

/** Cold steel over paper to white-hot's opposite: what lies below, at and above the even pace. */
const heat: [number, string][] = [
  [-1, "#1f3d58"],
  [-0.6, "#5d86a3"],
  [-0.25, "#b4cad6"],
  [0, "#f4efe4"],
  [0.25, "#f6cf94"],
  [0.6, "#dd7430"],
  [1, "#7a1c10"],
];

const channels = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/** Colour of a value between -1 (coldest) and 1 (hottest). */
export function heatColour(value: number): string {
  const v = Math.max(-1, Math.min(1, value));
  const upper = Math.max(1, heat.findIndex(([stop]) => stop >= v));
  const [low, lowHex] = heat[upper - 1]!;
  const [high, highHex] = heat[upper]!;
  const share = (v - low) / (high - low);
  const [a, b] = [channels(lowHex), channels(highHex)];
  return `rgb(${a.map((channel, i) => Math.round(channel + share * (b[i]! - channel))).join(",")})`;
}

const THIN = "\u202f";

/** 16500 -> "16 500"; NaN and null -> a dash. */
export function figure(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value) < 5e-7 ? 0 : Math.abs(value);
  const decimals = size === 0 ? 0 : Math.max(0, Math.min(6, digits - 1 - Math.floor(Math.log10(size))));
  const [whole, part] = size.toFixed(decimals).split(".") as [string, string?];
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  return (value < 0 ? "−" : "") + grouped + (part ? `.${part}` : "");
}

/** A count in full: 1241.0 -> "1241". */
export const whole = (value: number): string => figure(Math.round(value), Math.max(1, String(Math.abs(Math.round(value))).length));

/** A number of which less than a tenth tells nothing: 4.66 -> "4.7", 0.03 -> "<0.1". */
export function tenths(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const [sign, size] = [value < 0 ? "−" : "", Math.abs(value)];
  if (size < 1e-7) return "0";
  return sign + (size < 0.05 ? "<0.1" : size < 9.95 ? size.toFixed(1) : whole(size));
}

/** A share in per cent: at most one decimal, and a hundred for the whole alone. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return "–";
  const nearly = share >= 0.995 && share < 1 - 1e-9;
  return `${!nearly ? tenths(100 * share) : share > 0.9995 ? ">99.9" : (Math.floor(1000 * share) / 10).toFixed(1)}${THIN}%`;
}

/** Signed distance from one in per cent: 1.12 -> "+12 %". */
export const excess = (ratio: number): string => `${ratio >= 1 ? "+" : ""}${tenths(100 * (ratio - 1))}${THIN}%`;

/** Text that came from a run, made safe for a tooltip's HTML. */
export const safe = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
