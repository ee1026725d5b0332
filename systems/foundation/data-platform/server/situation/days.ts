/** A span of whole days in Shanghai as moments. */
import { shanghaiInstant } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';

const day = 86_400_000;
const mostDays = 366;

interface Span {
  readonly from: string;
  readonly to: string;
}

/** Throws data-platform.longPeriod. */
export function checkDays(span: Span): Span {
  const length = shanghaiInstant(span.to).getTime() - shanghaiInstant(span.from).getTime();
  if (length >= mostDays * day) throw errors.longPeriod({ most: mostDays });
  return span;
}

/** From the beginning of the first day to the end of the last. */
export function momentsOf(given: Span): Span {
  const span = checkDays(given);
  const from = shanghaiInstant(span.from);
  const to = new Date(shanghaiInstant(span.to).getTime() + day);
  return { from: from.toISOString(), to: to.toISOString() };
}
