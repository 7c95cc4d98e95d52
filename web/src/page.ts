// The page of a run, or of two compared: draws each chart where the page has a place for it.
import { ages } from "./ages";
import { bodies } from "./bodies";
import { budget } from "./budget";
import { building } from "./building";
import { causes } from "./causes";
import { drawAll, type Drawing } from "./chart";
import { discretion } from "./discretion";
import { flow } from "./flow";
import { fulfilment } from "./fulfilment";
import { hours } from "./hours";
import { labour } from "./labour";
import { pair } from "./pair";
import { spending } from "./spending";
import { stocks } from "./stocks";
import { strip } from "./strip";
import { listNumbers, listVerdicts } from "./tables";
import { town } from "./town";
import { waiting } from "./waiting";

const drawings: Record<string, Drawing> = {
  strip, flow, stocks, fulfilment, ages, causes, labour, pair,
  town, waiting, spending, bodies, budget, discretion, building, hours,
};

for (const numbers of document.querySelectorAll<HTMLDetailsElement>("details.numbers")) numbers.open = false;
drawAll(drawings, JSON.parse(document.getElementById("data")!.textContent!));
listVerdicts();
listNumbers();
