// The signature picture, in plain SVG: rows of years, columns of dekads, flags of decrees.
import type { Place } from "./chart";
import { excess, figure, heatColour, ink, muted, paper, safe } from "./theme";

interface Measure { name: string; good: string; title: string; ratio: (number | null)[][]; total: number[] }
interface Flag { year: number; column: number; date: string; name: string; where: string }
interface Strip { years: number[]; measures: Measure[]; flags: Flag[]; unit: string }

const NS = "http://www.w3.org/2000/svg";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function add(parent: Element, name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

/** The distance from one that takes the deepest colour: a twentieth of the dekads lie beyond it. */
function reach(measure: Measure): number {
  const distances = measure.ratio.flat().filter((r): r is number => r !== null).map((r) => Math.abs(r - 1)).sort((a, b) => a - b);
  const far = distances[Math.floor(0.95 * (distances.length - 1))] ?? 0.1;
  return [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75].find((step) => step >= far) ?? 1;
}

export function strip(data: Strip, place: Place): void {
  const measure = data.measures.find((m) => m.name === place.choices.measure)!;
  place.title(measure.title);
  const small = place.width < 560;
  const left = small ? 32 : 52;
  const right = small ? 0 : 66;
  const cell = (place.width - left - right) / 36;
  const row = small ? 26 : Math.min(46, Math.max(28, cell * 1.6));
  const flagRoom = 19;
  // A year with flags stands clear of the year before.
  const tops: number[] = [];
  let bottom = 18;
  for (const year of data.years) {
    bottom += data.flags.some((flag) => flag.year === year) ? flagRoom + 2 : 5;
    tops.push(bottom);
    bottom += row;
  }
  const height = bottom + 46;
  const limit = reach(measure);
  const x = (column: number) => left + column * cell;
  const y = (index: number) => tops[index]!;

  place.element.replaceChildren();
  const svg = add(place.element, "svg", { width: place.width, height, viewBox: `0 0 ${place.width} ${height}`, "aria-hidden": "true" });
  const text = (px: number, py: number, words: string, more: Record<string, string | number> = {}) =>
    add(svg, "text", { x: px, y: py, "font-size": small ? 11 : 12.5, fill: muted, ...more }, words);

  if (!small) text(place.width, 12, "year", { "text-anchor": "end" });
  MONTHS.forEach((month, m) => text(x(m * 3) + 1.5 * cell, 12, small ? month[0]! : month, { "text-anchor": "middle" }));
  data.years.forEach((year, index) => {
    text(0, y(index) + row / 2 + 4, small ? `’${String(year).slice(2)}` : String(year), { fill: ink, "font-size": small ? 12 : 14, "font-weight": 600 });
    measure.ratio[index]!.forEach((ratio, column) => {
      if (ratio === null) return;
      const box = add(svg, "rect", {
        x: x(column).toFixed(2), y: y(index), width: (cell + 0.15).toFixed(2), height: row,
        fill: heatColour((ratio - 1) / limit), "data-year": index, "data-column": column,
      });
      box.classList.add("day");
    });
    if (!small) text(place.width, y(index) + row / 2 + 4, `${figure(measure.total[index]! / 1000)} Mt`, { "text-anchor": "end", fill: ink });
    for (let month = 1; month < 12; month++) {
      const quarter = month % 3 === 0;
      add(svg, "line", {
        x1: x(month * 3), x2: x(month * 3), y1: y(index) - (quarter ? 3 : 0), y2: y(index) + row + (quarter ? 3 : 0),
        stroke: quarter ? ink : paper, "stroke-width": quarter ? 1.3 : 1.6, "stroke-opacity": quarter ? 0.85 : 1,
      });
    }
  });

  const taken: number[] = data.years.map(() => 0); // how far the flags of a year reach: the next one hangs clear of them
  data.flags.forEach((flag, order) => {
    const index = data.years.indexOf(flag.year);
    const [staff, top] = [x(flag.column) + 0.5, y(index) - flagRoom + 2];
    const wide = order > 8 ? 20 : 15;
    const from = Math.min(Math.max(staff - 0.6, taken[index]!), place.width - wide);
    taken[index] = from + wide + 2;
    const mark = add(svg, "g", { "data-flag": order });
    add(mark, "path", { d: `M${from} ${top + 0.6}H${staff}V${y(index) + row * 0.3}`, stroke: ink, "stroke-width": 1.2, fill: "none" });
    add(mark, "path", { d: `M${from} ${top}h${wide}l-3 6.5l3 6.5h${-wide}z`, fill: ink });
    add(mark, "text", { x: from + (wide - 3) / 2, y: top + 10.4, "text-anchor": "middle", "font-size": 11, "font-weight": 650, fill: "#fff", "pointer-events": "none" }, String(order + 1));
  });

  const scale = Math.min(small ? 190 : 260, place.width - left);
  const steps = 60;
  for (let i = 0; i < steps; i++) {
    const value = (2 * i) / (steps - 1) - 1;
    add(svg, "rect", { x: left + (i * scale) / steps, y: bottom + 16, width: scale / steps + 0.4, height: 9, fill: heatColour(value) });
  }
  for (const [share, words, anchor] of [[0, `${excess(1 - limit)} or less`, "start"], [0.5, "even pace", "middle"], [1, `${excess(1 + limit)} or more`, "end"]] as const)
    text(left + share * scale, bottom + 39, words, { "text-anchor": anchor });
  if (!small) text(left + scale + 14, bottom + 24, `output of ${measure.good} per calendar day, against the mean day of the same year`);

  const list = document.createElement("ol");
  list.className = "flags";
  data.flags.forEach((flag, order) => {
    const item = document.createElement("li");
    item.innerHTML = `<b>${order + 1}</b><span><time>${safe(flag.date)}</time> ${safe(flag.name)}</span>`;
    item.title = flag.where;
    list.append(item);
  });
  place.element.append(list);
  hover(data, measure, svg, list);
}

function hover(data: Strip, measure: Measure, svg: SVGElement, list: HTMLElement): void {
  const tip = document.querySelector<HTMLElement>(".tip") ?? document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  svg.addEventListener("pointerleave", () => (tip.hidden = true));
  svg.addEventListener("pointermove", (event) => {
    const target = event.target as Element;
    const flag = target.closest<SVGElement>("[data-flag]");
    [...list.children].forEach((item, order) => item.classList.toggle("lit", flag?.dataset.flag === String(order)));
    const box = target.closest<SVGElement>(".day");
    tip.hidden = !flag && !box;
    if (flag) {
      const { name, date, where } = data.flags[Number(flag.dataset.flag)]!;
      tip.innerHTML = `<b>${safe(name)}</b><br>${safe(date)}${where ? `<br>${safe(where)}` : ""}`;
    } else if (box) {
      const [index, column] = [Number(box.dataset.year), Number(box.dataset.column)];
      const ratio = measure.ratio[index]![column]!;
      tip.innerHTML = `<b>${MONTHS[Math.floor(column / 3)]} ${data.years[index]}, dekad ${(column % 3) + 1}</b><br>${figure(ratio, 3)} of the year’s mean day (${excess(ratio)})`;
    }
    const beyond = event.clientX > window.innerWidth - 290;
    tip.style.left = `${event.clientX + (beyond ? -280 : 14)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  });
}
