/**
 * The values of a header field in a message that was not parsed, one for each of its lines; what is folded is unfolded.
 * @param name lower case, as it is written in full
 */
export function fieldValues(text: string, name: string): readonly string[] {
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  return head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return line.slice(0, colon).trim().toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
    });
}
