import type { Token } from "./tokens.ts";

// Every repeat below has an upper bound and a fixed start, so no text makes them slow.
const DAY = "(?:0?[1-9]|[12][0-9]|3[01])";
const MONTH = "(?:0?[1-9]|1[0-2])";
const YEAR = "(?:19|20)[0-9]{2}";
const DATE = `${YEAR}([-/.])${MONTH}\\1${DAY}|${DAY}([-/.])${MONTH}\\2(?:${YEAR}|[0-9]{2})`;
const TIME = "(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?";
const AMOUNT = "[0-9]{1,3}(?:,[0-9]{3}){0,2}\\.[0-9]{2}|[0-9]{1,6}\\.[0-9]{2}";
const KNOWN = new RegExp(`(?<![0-9])(?:${DATE}|${TIME}|${AMOUNT})(?![0-9]|[.,/-][0-9])`, "g");

/**
 * Which tokens are figures of a date, a time or an amount with pennies. A row of such
 * numbers may look like a long one; nothing that is only dates and amounts is a card.
 */
export function ordinaryNumbers(plain: string, list: readonly Token[]): Set<Token> {
  const ordinary = new Set<Token>();
  let index = 0;
  for (const match of plain.matchAll(KNOWN)) {
    const end = match.index + match[0].length;
    for (let token = list[index]; token !== undefined && token.start < end; token = list[index]) {
      if (token.start >= match.index) ordinary.add(token);
      index += 1;
    }
  }
  return ordinary;
}
