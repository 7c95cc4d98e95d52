// The page of a run, or of two compared: draws each chart where the page has a place for it.
import { ages } from "./ages";
import { causes } from "./causes";
import { drawAll, type Drawing } from "./chart";
import { flow } from "./flow";
import { fulfilment } from "./fulfilment";
import { labour } from "./labour";
import { pair } from "./pair";
import { stocks } from "./stocks";
import { strip } from "./strip";
import { listNumbers, listVerdicts } from "./tables";

const drawings: Record<string, Drawing> = { strip, flow, stocks, fulfilment, ages, causes, labour, pair };

for (const numbers of document.querySelectorAll<HTMLDetailsElement>("details.numbers")) numbers.open = false;
drawAll(drawings, JSON.parse(document.getElementById("data")!.textContent!));
listVerdicts();
listNumbers();
