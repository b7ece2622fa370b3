/** One statistic of one metric of one service. */
export interface Column {
  readonly service: string;
  readonly metric: string;
  readonly statistic: string;
  /** One for each time; null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

export interface Measurements {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly columns: readonly Column[];
}

const HEADER_ROWS = 3;

/** A file of measurements: three header rows (service, metric, statistic), then a time and the values. @throws Error */
export function readMeasurements(text: string, file: string): Measurements {
  const rows = text.split(/\r?\n/).map((line) => line.split(','));
  const [services = [], metrics = [], statistics = []] = rows.slice(0, HEADER_ROWS);
  const data = rows.slice(HEADER_ROWS).filter(([time = '']) => /^\d+(\.\d+)?$/.test(time));
  if (services.length < 2 || data.length === 0) throw new Error(`${file} holds no measurements. Nothing was measured with it`);
  const times = data.map(([time]) => Number(time));
  if (times.some((time, index) => index > 0 && time <= (times[index - 1] ?? 0))) throw new Error(`the times in ${file} are not in order`);
  const columns = services.slice(1).map((service, index): Column => {
    const values = data.map((row) => readValue(row[index + 1] ?? ''));
    return { service, metric: metrics[index + 1] ?? '', statistic: statistics[index + 1] ?? '', values };
  });
  return { times, columns };
}

function readValue(text: string): number | null {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** A square matrix: the row calls the column where the value is above 0. Service → what it calls. */
export function readCalls(text: string, file: string): ReadonlyMap<string, readonly string[]> {
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const names = header.slice(1);
  if (names.length === 0 || rows.length !== names.length) throw new Error(`${file} is not a square matrix of calls`);
  return new Map(rows.map(([name = '', ...cells]) => [name, names.filter((_, index) => Number(cells[index]) > 0)]));
}
