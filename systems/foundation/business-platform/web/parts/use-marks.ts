/** What a person pinned and opened last on the shelf; kept in his browser, under his own id. */
import { useCallback, useState } from 'react';

export interface Marks {
  readonly pinned: readonly string[];
  /** Newest first. */
  readonly recent: readonly string[];
}

const mostRecent = 6;

function read(place: string): Marks {
  try {
    const held = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Marks>;
    const texts = (list: unknown) =>
      Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : [];
    return { pinned: texts(held.pinned), recent: texts(held.recent) };
  } catch {
    return { pinned: [], recent: [] };
  }
}

export function useMarks(subject: string): {
  readonly marks: Marks;
  pin(id: string): void;
  opened(id: string): void;
} {
  const place = `city.shelf.${subject}`;
  const [marks, setMarks] = useState(() => read(place));
  const keep = useCallback(
    (next: Marks) => {
      setMarks(next);
      try {
        localStorage.setItem(place, JSON.stringify(next));
      } catch {
        // A full or forbidden storage forgets with the page.
      }
    },
    [place],
  );
  return {
    marks,
    pin(id) {
      const pinned = marks.pinned.includes(id)
        ? marks.pinned.filter((each) => each !== id)
        : [...marks.pinned, id];
      keep({ ...marks, pinned });
    },
    opened(id) {
      const recent = [id, ...marks.recent.filter((each) => each !== id)].slice(0, mostRecent);
      keep({ ...marks, recent });
    },
  };
}
