// The ledger and the bibliography: filters over rows that the page already holds.

const byId = <T extends HTMLElement>(id: string): T | null => document.getElementById(id) as T | null;

function filter(rows: HTMLTableRowElement[], tally: HTMLElement, keep: (row: HTMLTableRowElement) => boolean, noun = ""): void {
  let [shown, lines, all] = [0, 0, 0];
  for (const row of rows) {
    const many = Number(row.dataset.numbers ?? 1); // a row may stand for the cells of a column
    all += many;
    row.hidden = !keep(row);
    if (!row.hidden) [shown, lines] = [shown + many, lines + 1];
  }
  tally.textContent = `${shown === all ? "" : `${shown} of `}${all}${noun} shown${noun ? `, in ${lines} ${lines === 1 ? "row" : "rows"}` : ""}`;
}

export function listVerdicts(): void {
  const bar = byId("verdict-filter");
  const rows = [...document.querySelectorAll<HTMLTableRowElement>(".ledger tbody tr")];
  if (!bar || !rows.length) return;
  bar.hidden = false;
  const [verdict, used] = [byId<HTMLSelectElement>("verdict-which")!, byId<HTMLSelectElement>("verdict-used")!];
  const apply = () => filter(rows, bar.querySelector(".tally")!, ({ dataset }) =>
    (!verdict.value || dataset.verdict === verdict.value) && (!used.value || dataset.used === used.value));
  for (const input of [verdict, used]) input.addEventListener("input", apply);
  apply();
}

export function listNumbers(): void {
  const bar = byId("number-filter");
  if (!bar) return;
  bar.hidden = false;
  const rows = [...document.querySelectorAll<HTMLTableRowElement>(".numbers-used tbody tr")];
  const words = new Map(rows.map((row) => [row, row.textContent!.toLowerCase()]));
  const search = byId<HTMLInputElement>("number-search")!;
  const section = byId<HTMLSelectElement>("number-section")!;
  const kind = byId<HTMLSelectElement>("number-kind")!;
  const all = byId<HTMLButtonElement>("number-all")!;
  let behind: string[] | null = null; // the sections behind the chart whose note was followed
  const apply = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    filter(rows, bar.querySelector(".tally")!, (row) =>
      (!behind || behind.includes(row.dataset.section!)) &&
      (!section.value || row.dataset.section === section.value) &&
      (!kind.value || row.dataset.kind === kind.value) &&
      wanted.every((word) => words.get(row)!.includes(word)), " numbers");
    all.hidden = !behind && !search.value && !section.value && !kind.value;
  };
  const clear = () => {
    search.value = section.value = kind.value = "";
    behind = null;
  };
  all.addEventListener("click", () => { clear(); apply(); });
  for (const input of [search, section, kind]) input.addEventListener("input", apply);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-sections]"))
    link.addEventListener("click", () => { clear(); behind = link.dataset.sections!.split(" "); apply(); });
  apply();
}
