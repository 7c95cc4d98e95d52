// The map of the town, in plain SVG: water, the Works and the districts in true kilometres, coloured by what is chosen.
import { textWidth, type Place } from "./chart";
import { ember, figure, ink, muted, paper, rule, safe, sans, slag, steel, tenths } from "./theme";

type Point = [number, number]; // kilometres east and north of the blast furnaces

interface District { name: string; bank: number; superblocks: number; outline: Point[]; east: number; north: number }
interface Layer {
  name: string; words: string; unit: string; cold: boolean; things: boolean; above: string;
  values: (number | null)[][]; // by year and district
  banks: [(number | null)[], (number | null)[]]; // left and right, by year
  titles: string[];
}
interface Town {
  years: number[];
  districts: District[];
  shapes: { name: string; kind: string; outline: Point[] }[];
  stacks: { name: string; east: number; north: number }[];
  wind: { toward: number; share: number }[]; // degrees clockwise from north
  layers: Layer[];
}

const NS = "http://www.w3.org/2000/svg";
const OUTSIDE = 2;
const GENERIC = / (Street quarters|quarters|settlements?|Avenue)$/; // what the map leaves off a name
const WATER = "#c9dbe2", SHORE = "#8fb0bf", GROUND = "#f1eee5", YARD = "#4a4f53";
const WARM = ["#f7efdc", "#f3d9a4", "#e9a964", "#d66a2e", "#a5351a", "#5b1410"];
const COLD = ["#eef0ea", "#cddae0", "#9fb9c8", "#668da8", "#365a78", "#16304a"];

const channels = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/** Colour of a share from 0 to 1 of a layer's range. */
function shade(stops: string[], share: number): string {
  const at = Math.max(0, Math.min(0.9999, share)) * (stops.length - 1);
  const [a, b] = [channels(stops[Math.floor(at)]!), channels(stops[Math.floor(at) + 1]!)];
  return `rgb(${a.map((channel, i) => Math.round(channel + (at % 1) * (b[i]! - channel))).join(",")})`;
}

const dark = (share: number): boolean => share > 0.55;

/** A round number at or above a value. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(value));
  return size * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * size >= value * 0.9999)!;
}

function add(parent: Element, name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

/** Middle of an outline by area. */
function centre(outline: Point[]): Point {
  let [area, x, y] = [0, 0, 0];
  outline.forEach(([x0, y0], i) => {
    const [x1, y1] = outline[(i + 1) % outline.length]!;
    const cross = x0 * y1 - x1 * y0;
    area += cross; x += (x0 + x1) * cross; y += (y0 + y1) * cross;
  });
  return area ? [x / (3 * area), y / (3 * area)] : outline[0]!;
}

/** The outline with its corners rounded: a shore, a wood, a quarter drawn by hand. */
function soft(points: Point[], round: number): string {
  const n = points.length;
  return points.map((point, i) => {
    const [before, after] = [points[(i + n - 1) % n]!, points[(i + 1) % n]!];
    const toward = (other: Point): Point => {
      const length = Math.hypot(other[0] - point[0], other[1] - point[1]) || 1;
      const share = Math.min(0.5, round / length);
      return [point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share];
    };
    const [a, b] = [toward(before), toward(after)];
    return `${i ? "L" : "M"}${a[0].toFixed(1)} ${a[1].toFixed(1)}Q${point[0].toFixed(1)} ${point[1].toFixed(1)} ${b[0].toFixed(1)} ${b[1].toFixed(1)}`;
  }).join("") + "Z";
}

/** The point on an outline's middle line, away from its ends, that lies farthest from what is to be kept clear of. */
function calm(outline: Point[], avoid: Point[]): Point {
  const [low, high] = [Math.min(...outline.map(([, y]) => y)), Math.max(...outline.map(([, y]) => y))];
  const at = (y: number): Point => {
    const xs = outline.flatMap(([x0, y0], i) => {
      const [x1, y1] = outline[(i + 1) % outline.length]!;
      return (y0 - y) * (y1 - y) <= 0 && y0 !== y1 ? [x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)] : [];
    });
    return [(Math.min(...xs) + Math.max(...xs)) / 2, y];
  };
  const room = (y: number) => Math.min(high - y, y - low, ...avoid.map((point) => Math.abs(point[1] - y)));
  const tries = Array.from({ length: 61 }, (_, i) => low + ((high - low) * (i + 2)) / 64);
  return at(tries.reduce((best, y) => (room(y) > room(best) ? y : best)));
}

/** A long word in two, after the vowel nearest its middle. */
function halves(word: string): [string, string] {
  const after = Array.from(word, (_, i) => i).filter((i) => i > 2 && i < word.length - 2 && /[aeiouy][^aeiouy]/.test(word.slice(i - 1, i + 1)));
  const at = after.reduce((best, i) => (Math.abs(i - word.length / 2) < Math.abs(best - word.length / 2) ? i : best), after[0] ?? Math.floor(word.length / 2));
  return [`${word.slice(0, at)}-`, word.slice(at)];
}

/** Streets that part a quarter of four corners into about so many superblocks. */
function streets(corners: Point[], superblocks: number): string {
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  const along = (p: Point, q: Point, share: number): Point => [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])];
  const columns = Math.max(1, Math.round(Math.sqrt(superblocks)));
  const rows = Math.max(1, Math.round(superblocks / columns));
  const line = (p: Point, q: Point) => `M${p.map((v) => v.toFixed(1)).join(" ")}L${q.map((v) => v.toFixed(1)).join(" ")}`;
  return [
    ...Array.from({ length: columns - 1 }, (_, i) => line(along(a, b, (i + 1) / columns), along(d, c, (i + 1) / columns))),
    ...Array.from({ length: rows - 1 }, (_, i) => line(along(a, d, (i + 1) / rows), along(b, c, (i + 1) / rows))),
  ].join("");
}

export function town(data: Town, place: Place): void {
  const layer = data.layers.find(({ name }) => name === place.choices.layer)!;
  const at = data.years.indexOf(Number(place.choices.year));
  place.title(layer.titles[at]!);
  const small = place.width < 560;
  const stops = layer.cold ? COLD : WARM;
  const limit = roundUp(Math.max(0, ...layer.values.flat().map((v) => v ?? 0)));
  const share = (value: number | null): number => (value ?? 0) / limit;
  const fill = (value: number | null): string => (value === null ? "#e7e3d8" : shade(stops, share(value)));
  const coarse = layer.things || layer.unit === "%";
  const short = (value: number | null | undefined): string => (coarse ? tenths(value) : figure(value, 2));
  const told = (value: number | null): string => `${coarse ? tenths(value) : figure(value)}${value === null ? "" : ` ${layer.unit}`}`;

  // The frame: all that has an outline, and a little land around it.
  const all = [...data.districts.filter(({ bank }) => bank !== OUTSIDE).flatMap(({ outline, east, north }) => (outline.length ? outline : [[east, north] as Point])),
    ...data.shapes.filter(({ kind }) => kind !== "water").flatMap(({ outline }) => outline), ...data.stacks.map(({ east, north }): Point => [east, north])];
  const margin = 0.9;
  const [west, east] = [Math.min(...all.map(([x]) => x)) - margin, Math.max(...all.map(([x]) => x)) + margin];
  const [south, north] = [Math.min(...all.map(([, y]) => y)) - margin, Math.max(...all.map(([, y]) => y)) + margin];
  const aside = small ? 0 : Math.max(270, place.width * 0.33);
  const gap = small ? 0 : 40;
  const room = place.width - aside - gap;
  const scale = Math.min(room / (east - west), (small ? 620 : 760) / (north - south));
  const [wide, tall] = [room, (north - south) * scale];
  const spare = (room / scale - (east - west)) / 2; // land shown on either side so that the frame fills its room
  const px = ([x, y]: Point): Point => [(x - west + spare) * scale, (north - y) * scale];
  const seen = ({ outline, east: e, north: n }: District): boolean =>
    (outline.length ? outline : [[e, n] as Point]).every(([x, y]) => x > west - spare && x < east + spare && y > south && y < north);

  place.element.replaceChildren();
  const below = small ? 330 : 0;
  const inner = data.districts.map((one, i) => [one, i] as const).filter(([one]) => one.bank !== OUTSIDE || seen(one));
  const outer = data.districts.map((one, i) => [one, i] as const)
    .filter(([one, i]) => one.bank === OUTSIDE && !seen(one) && layer.values[at]![i] !== null);
  const height = Math.max(tall + below, small ? 0 : 480) + (small ? outer.length * 24 + 36 : 8);
  const svg = add(place.element, "svg", { width: place.width, height, viewBox: `0 0 ${place.width} ${height}`, "aria-hidden": "true" });
  const text = (x: number, y: number, words: string, more: Record<string, string | number> = {}) =>
    add(svg, "text", { x, y, "font-size": 12.5, fill: muted, ...more }, words);
  const halo = { "paint-order": "stroke", stroke: paper, "stroke-width": 3, "stroke-linejoin": "round" };

  // Ground, water, the Works.
  const defs = add(svg, "defs", {});
  const clip = add(defs, "clipPath", { id: "town-frame" });
  add(clip, "rect", { x: 0, y: 0, width: wide, height: tall, rx: 3 });
  const hatch = add(defs, "pattern", { id: "town-works", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  add(hatch, "rect", { width: 6, height: 6, fill: YARD });
  add(hatch, "line", { x1: 0, y1: 0, x2: 0, y2: 6, stroke: "#62686c", "stroke-width": 2.2 });
  const ground = add(svg, "g", { "clip-path": "url(#town-frame)" });
  add(ground, "rect", { x: 0, y: 0, width: wide, height: tall, fill: GROUND });
  for (const kind of ["water", "works"])
    for (const shape of data.shapes.filter((one) => one.kind === kind))
      add(ground, "path", kind === "water"
        ? { d: soft(shape.outline.map(px), 16), fill: WATER, stroke: SHORE, "stroke-width": 1 }
        : { d: soft(shape.outline.map(px), 4), fill: "url(#town-works)", stroke: ink, "stroke-width": 1 });

  for (const { outline } of data.shapes.filter(({ kind }) => kind === "bridge")) {
    const line = `M${outline.map((point) => px(point).map((v) => v.toFixed(1)).join(" ")).join("L")}`;
    add(ground, "path", { d: line, fill: "none", stroke: ink, "stroke-width": 4 });
    add(ground, "path", { d: line, fill: "none", stroke: "#fff", "stroke-width": 2.2 });
  }

  // Districts, then names where there is room for them: inside, on two lines, beside, below or above.
  type Box = [number, number, number, number];
  const boxes: Box[] = [];
  for (const [district, i] of inner) {
    const mark = { fill: fill(layer.values[at]![i]!), stroke: paper, "stroke-width": 1.6, "data-district": i };
    if (district.outline.length > 2) {
      add(ground, "path", { d: soft(district.outline.map(px), 5), ...mark });
      add(ground, "path", { d: soft(district.outline.map(px), 5), fill: "none", stroke: "#b9b4aa", "stroke-width": 0.6, "pointer-events": "none" });
      if (district.outline.length === 4 && district.superblocks > 1)
        add(ground, "path", { d: streets(district.outline.map(px), district.superblocks), stroke: paper, "stroke-width": 0.8, "stroke-opacity": 0.32, fill: "none", "pointer-events": "none" });
    } else { const [x, y] = px([district.east, district.north]); add(ground, "circle", { cx: x, cy: y, r: 11, ...mark }); }
  }
  const meets = (box: Box): boolean => box[0] < 4 || box[2] > wide - 4 || box[1] < 4 || box[3] > tall - 4 || boxes.some(([a, b, c, d]) => box[0] < c && a < box[2] && box[1] < d && b < box[3]);
  const span = (outline: Point[]): [number, number] => [0, 1].map((k) => Math.max(...outline.map((p) => p[k]!)) - Math.min(...outline.map((p) => p[k]!))) as [number, number];
  const area = (outline: Point[]): number => span(outline)[0] * span(outline)[1];
  const largest = (kind: string) => data.shapes.filter((one) => one.kind === kind).sort((a, b) => area(b.outline) - area(a.outline))[0];
  const works = largest("works");
  if (works) {
    const [x, y] = px(calm(works.outline, data.stacks.map((stack): Point => [stack.east, stack.north + 0.2])));
    const size = small ? 11 : 13;
    const upright = span(works.outline)[0] * scale < textWidth("THE WORKS", size) + 40;
    text(x, y, "THE WORKS", { "font-size": size, "font-weight": 650, "letter-spacing": 3, fill: "#fff", "text-anchor": "middle", "pointer-events": "none", dy: 4, ...(upright ? { transform: `rotate(90 ${x} ${y})` } : {}) });
  }
  const water = largest("water");
  for (const { outline } of [works, water, ...inner.map(([one]) => one)].filter((one) => one !== undefined && one.outline.length > 2) as { outline: Point[] }[]) {
    const corners = outline.map(px);
    boxes.push([Math.min(...corners.map(([x]) => x)) + 2, Math.min(...corners.map(([, y]) => y)) + 2, Math.max(...corners.map(([x]) => x)) - 2, Math.max(...corners.map(([, y]) => y)) - 2]);
  }
  const size = small ? 10 : 11.5;
  for (const [district, i] of inner) {
    const value = layer.values[at]![i]!;
    const middle = px(district.outline.length > 2 ? centre(district.outline) : [district.east, district.north]);
    const [across, down] = district.outline.length > 2 ? span(district.outline.map(px)) : [22, 22];
    const on = { "text-anchor": "middle", "font-size": size, fill: dark(share(value)) ? "#fff" : ink, "pointer-events": "none" };
    const words = district.name.replace(GENERIC, "");
    const parts = words.split(" ");
    const inside = (lines: string[], high: number, room: number): boolean => {
      const shown = [...lines, short(value)];
      if (lines.some((line) => textWidth(line, high) > room) || shown.length * (high + 1.5) > down) return false;
      shown.forEach((line, k) => text(middle[0], middle[1] + 4 + (k - (shown.length - 1) / 2) * (high + 1.5), line, { ...on, "font-size": k < lines.length ? high : size, ...(k === shown.length - 1 ? { "font-weight": 650 } : {}) }));
      return true;
    };
    const long = textWidth(words, size);
    const outside = (spots: [number, number][]): boolean => spots.some(([x, y]) => {
      const box: Box = [x, y - size / 2 + 1, x + long, y + size / 2 - 1];
      if (meets(box)) return false;
      boxes.push(box);
      text(x, y + 4, words, { "font-size": size, fill: ink, "text-anchor": "start", ...halo, stroke: GROUND, "pointer-events": "none" });
      return inside([], size, 0) || true;
    });
    const sides = district.bank === 1 ? [-1, 1] : [1, -1];
    const ways = [[words], ...(parts.length > 1 ? [[parts[0]!, parts.slice(1).join(" ")]] : [])];
    const cramped = [...ways, ...(parts.length === 1 ? [halves(words)] : [])].flatMap((lines) => [1, 2].map((less): [string[], number] => [lines, size - less]));
    // What stands over or under a quarter could as well be its neighbour's name, so that comes last.
    if (ways.some((lines) => inside(lines, size, 0.9 * across - 2))) continue;
    if (outside(sides.map((side) => [middle[0] + side * (across / 2 + 5) - (side > 0 ? 0 : long), middle[1]]))) continue;
    if (cramped.some(([lines, high]) => inside(lines, high, across - 4))) continue;
    if (!outside([1, -1].flatMap((side) => [-long / 2, -across / 2, across / 2 - long].map((from): [number, number] => [middle[0] + from, middle[1] + side * (down / 2 + size / 2)]))))
      inside([], size, 0);
  }
  if (water) {
    const crossings = data.shapes.filter(({ kind }) => kind === "bridge").map(({ outline }) => centre(outline));
    const middle = px(calm(water.outline, crossings));
    text(...middle, water.name, { "font-size": small ? 11 : 13, fill: "#4f7686", "font-style": "italic", "font-family": '"Source Serif 4 Variable", Georgia, serif', "text-anchor": "middle", "pointer-events": "none", transform: `rotate(-86 ${middle[0]} ${middle[1]})`, ...halo, stroke: WATER });
  }

  // Chimneys, with their smoke drawn the way the wind blows most.
  const most = data.wind.reduce((a, b) => (b.share > a.share ? b : a), { toward: 90, share: 0 });
  const bend = Math.sin((most.toward * Math.PI) / 180) >= 0 ? 1 : -1;
  data.stacks.forEach((stack, i) => {
    const [x, y] = px([stack.east, stack.north]);
    const mark = add(svg, "g", { "data-stack": i });
    add(mark, "path", { d: `M${x - 3} ${y}L${x - 1.6} ${y - 11}H${x + 1.6}L${x + 3} ${y}Z`, fill: "#fff", stroke: ink, "stroke-width": 1 });
    add(mark, "path", { d: `M${x} ${y - 13}c${bend * 1} -5 ${bend * 6} -3 ${bend * 8} -6s${bend * 6} -2 ${bend * 9} -4`, fill: "none", stroke: ember, "stroke-width": 1.6, "stroke-linecap": "round", opacity: 0.85 });
  });

  // Scale and north.
  const bar = scale * 2;
  const [bx, by] = [14, tall - 16];
  add(svg, "path", { d: `M${bx} ${by - 4}v4h${bar}v-4M${bx + bar / 2} ${by - 3}v3`, fill: "none", stroke: ink, "stroke-width": 1.2 });
  text(bx + bar + 6, by + 2, "2 km", { fill: ink, "font-size": 11.5, ...halo, stroke: GROUND });
  add(svg, "path", { d: `M${wide - 20} 36v-22m-4.5 7l4.5 -8l4.5 8`, fill: "none", stroke: ink, "stroke-width": 1.3 });
  text(wide - 20, 49, "N", { "text-anchor": "middle", fill: ink, "font-size": 11.5, "font-weight": 600 });
  add(svg, "rect", { x: 0.5, y: 0.5, width: wide - 1, height: tall - 1, rx: 3, fill: "none", stroke: rule });

  // Aside, or below: the scale of colours, both banks over the years, the wind, places beyond the map.
  const left = small ? 0 : wide + gap;
  const across = small ? place.width : aside;
  let y = small ? tall + 26 : 14;
  text(left, y, `${layer.words}, ${data.years[at]}`, { fill: ink, "font-weight": 600, "font-size": 14 });
  y += 12;
  const ramp = Math.min(across, 280);
  for (let i = 0; i < 70; i++) add(svg, "rect", { x: left + (i * ramp) / 70, y, width: ramp / 70 + 0.4, height: 10, fill: shade(stops, i / 69) });
  for (const [part, anchor] of [[0, "start"], [0.5, "middle"], [1, "end"]] as const)
    text(left + part * ramp, y + 25, part === 1 ? `${figure(limit, 2)} ${layer.unit}` : figure(limit * part, 2), { "text-anchor": anchor, fill: ink });
  y += 62;
  text(left, y, layer.things ? layer.above : `${layer.above}, ${layer.unit}`, { fill: ink, "font-weight": 600, "font-size": 14 });
  y += 18;
  const high = roundUp(Math.max(...layer.banks.flat().map((v) => v ?? 0)));
  const tick = (value: number): string => String(Number(value.toPrecision(3)));
  const axis = 8 + Math.max(textWidth(tick(high / 2), 12), textWidth(tick(high), 12));
  const plot = { left: left + axis, top: y, width: across - axis - 82, height: small ? 76 : 104 };
  const X = (i: number) => plot.left + (data.years.length > 1 ? (i / (data.years.length - 1)) * plot.width : plot.width / 2);
  const Y = (v: number) => plot.top + plot.height * (1 - v / high);
  for (const part of [0, 0.5, 1]) {
    const level = Y(part * high);
    add(svg, "line", { x1: plot.left, x2: plot.left + plot.width, y1: level, y2: level, stroke: part ? rule : ink });
    text(plot.left - 6, level + 4, tick(part * high), { "text-anchor": "end", "font-size": 12 });
  }
  add(svg, "line", { x1: X(at), x2: X(at), y1: plot.top, y2: plot.top + plot.height, stroke: muted, "stroke-dasharray": "2 3" });
  const ends = layer.banks.map((bank) => Y(bank.at(-1) ?? 0));
  const apart = Math.abs(ends[0]! - ends[1]!) < 15 ? (ends[0]! <= ends[1]! ? [-7, 7] : [7, -7]) : [0, 0];
  layer.banks.forEach((bank, k) => {
    const colour = k === 0 ? ember : steel;
    const points = bank.flatMap((v, i) => (v === null ? [] : [`${X(i).toFixed(1)} ${Y(v).toFixed(1)}`]));
    if (!points.length) return;
    add(svg, "path", { d: `M${points.join("L")}`, fill: "none", stroke: colour, "stroke-width": 2, "stroke-linejoin": "round" });
    bank.forEach((v, i) => v !== null && (i === at || points.length === 1) && add(svg, "circle", { cx: X(i), cy: Y(v), r: 4, fill: colour }));
    text(plot.left + plot.width + 9, ends[k]! + 4 + apart[k]!, `${k === 0 ? "left" : "right"} ${short(bank.at(-1))}`, { fill: colour, "font-weight": 600 });
  });
  for (const [i, anchor] of [[0, "start"], [data.years.length - 1, "end"]] as const)
    if (i === 0 || data.years.length > 1) text(X(i), plot.top + plot.height + 16, String(data.years[i]), { "text-anchor": anchor });
  y = plot.top + plot.height + 52;

  const roseLeft = left, roseTop = y;
  if (data.wind.length) {
    const radius = small ? 38 : 52;
    const [cx, cy] = [roseLeft + radius + 18, roseTop + radius + 22];
    text(roseLeft, roseTop, "The wind carries smoke toward", { fill: ink, "font-weight": 600, "font-size": 14 });
    for (const ring of [0.5, 1]) add(svg, "circle", { cx, cy, r: radius * ring, fill: "none", stroke: rule });
    const turn = 360 / data.wind.length;
    for (const { toward, share: part } of data.wind) {
      const reach = radius * Math.sqrt(part / most.share);
      const [a, b] = [toward - 0.4 * turn, toward + 0.4 * turn].map((angle) => (angle * Math.PI) / 180) as [number, number];
      add(svg, "path", { d: `M${cx} ${cy}L${(cx + reach * Math.sin(a)).toFixed(1)} ${(cy - reach * Math.cos(a)).toFixed(1)}A${reach} ${reach} 0 0 1 ${(cx + reach * Math.sin(b)).toFixed(1)} ${(cy - reach * Math.cos(b)).toFixed(1)}Z`, fill: part === most.share ? ember : slag, opacity: 0.9 });
    }
    for (const [words, angle] of [["N", 0], ["E", 90], ["S", 180], ["W", 270]] as const) {
      const r = (angle * Math.PI) / 180;
      text(cx + (radius + 9) * Math.sin(r), cy - (radius + 9) * Math.cos(r) + 4, words, { "text-anchor": "middle", "font-size": 11 });
    }
    const points = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    text(cx + radius + 26, cy, `${figure(100 * most.share, 2)} % of the time`, { fill: ember, "font-weight": 600 });
    text(cx + radius + 26, cy + 17, `to the ${points[Math.round(most.toward / 45) % 8]}`);
    y = cy + radius + 44;
  }
  if (outer.length) {
    text(left, y, "Beyond the map", { fill: ink, "font-weight": 600, "font-size": 14 });
    for (const [district, i] of outer) {
      y += small ? 24 : 22;
      add(svg, "circle", { cx: left + 7, cy: y - 4, r: 6.5, fill: fill(layer.values[at]![i]!), stroke: slag, "data-district": i });
      text(left + 22, y, district.name, { fill: ink });
      text(left + across, y, told(layer.values[at]![i]!), { "text-anchor": "end" });
    }
  }
  const needed = Math.max(tall, y) + 14;
  svg.setAttribute("height", String(needed));
  svg.setAttribute("viewBox", `0 0 ${place.width} ${needed}`);
  svg.style.fontFamily = sans;
  hover(data, layer, at, told, svg);
}

function hover(data: Town, layer: Layer, at: number, told: (value: number | null) => string, svg: SVGElement): void {
  const tip = document.querySelector<HTMLElement>(".tip") ?? document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  svg.addEventListener("pointerleave", () => (tip.hidden = true));
  svg.addEventListener("pointermove", (event) => {
    const target = event.target as Element;
    const place = target.closest<SVGElement>("[data-district]")?.dataset.district;
    const stack = target.closest<SVGElement>("[data-stack]")?.dataset.stack;
    tip.hidden = place === undefined && stack === undefined;
    if (place !== undefined) {
      const district = data.districts[Number(place)]!;
      const bank = ["left bank", "right bank", `${figure(Math.hypot(district.east, district.north), 2)} km from the furnaces`][district.bank];
      tip.innerHTML = `<b>${safe(district.name)}</b>, ${bank}<br>${safe(layer.words)} in ${data.years[at]}: <b>${told(layer.values[at]![Number(place)]!)}</b>`;
    } else if (stack !== undefined) tip.innerHTML = `<b>${safe(data.stacks[Number(stack)]!.name)}</b>`;
    const beyond = event.clientX > window.innerWidth - 290;
    tip.style.left = `${event.clientX + (beyond ? -280 : 14)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  });
}
