/** The classes of matters, and those that a description suggests. */
import { useEffect, useState } from 'react';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { Matter } from './group-matters.ts';

export function useMatters(): readonly Matter[] | undefined {
  return useCall(contract.routes.matters, {}, { fresh: 600_000 }).data?.rows;
}

/** Asked once the typing rests, so that not every letter is a request. */
const restMilliseconds = 500;

export function useSuggestions(text: string) {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim().slice(0, 1000)), restMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = useCall(
    contract.routes.suggest,
    { text: settled },
    { enabled: settled.length >= 2, fresh: 600_000 },
  );
  return settled.length >= 2 ? (asked.data?.rows ?? []) : [];
}
