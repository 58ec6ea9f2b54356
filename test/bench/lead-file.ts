/** Rows of a file as long as one wishes: no number comes twice. */
export function* csvOfLeads(rows: number): Generator<string> {
  yield 'Name,Phone,Description\n';
  let chunk = '';
  for (let row = 0; row < rows; row++) {
    const { name, phone, description } = leadOf(row, rows);
    chunk += `${name},${phone},${description}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** The same rows, as they are stored. */
export function leadOf(row: number, rows: number) {
  // In no order, as files are: the next number is one that nobody expects, and yet each is there once.
  const place = (row * STEP) % rows;
  return { name: `Lead ${place.toString(36)} Silva`, phone: String(FIRST + place), description: 'renewal' };
}

const CHUNK_LENGTH = 64 * 1024;
const FIRST = 5_541_900_000_000;
/** A prime that no number of rows is a multiple of. */
const STEP = 2_147_483_647;
