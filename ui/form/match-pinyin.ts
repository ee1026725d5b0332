/** Search in a list by Chinese, full pinyin or initials: '井盖' is found by 'jg' and 'jinggai'. The pinyin table loads on first use. */
import { useCallback, useState } from 'react';

let matcher: ((text: string, query: string) => unknown) | undefined;
let loading: Promise<void> | undefined;

/** Call when a picker opens; until the table is there, only the characters themselves match. */
export function preparePinyin(): Promise<void> {
  loading ??= import('pinyin-pro').then(({ match }) => {
    matcher = (text, query) => match(text, query, { continuous: true, precision: 'start' });
  });
  return loading;
}

/** For pickers: call the function when the picker opens; the part draws again once the table is there. */
export function usePinyin(): () => void {
  const [, setReady] = useState(matcher !== undefined);
  return useCallback(() => void preparePinyin().then(() => setReady(true)), []);
}

/** `pinyin` is the known reading ('jing gai'), which is quicker and surer than guessing one; an empty one is none. */
export function matchesText(query: string, text: string, pinyin?: string): boolean {
  const wanted = query.trim().toLowerCase();
  if (wanted === '' || text.toLowerCase().includes(wanted)) return true;
  if (!/^[a-z\s]+$/.test(wanted)) return false;
  const letters = wanted.replaceAll(' ', '');
  if (pinyin) {
    const syllables = pinyin.toLowerCase().split(' ');
    return (
      syllables.join('').includes(letters) ||
      syllables
        .map((one) => one.charAt(0))
        .join('')
        .includes(letters)
    );
  }
  return Boolean(matcher?.(text, letters));
}
