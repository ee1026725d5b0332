/** Puts a case that was just registered into the one it repeats; when that is refused the case stays, and the official is told. */
import { useCallback } from 'react';
import flow, { type Receipt } from '../../../../../engines/flow/contract.ts';
import { call, CallError } from '../../../../../ui/call.ts';
import { tell } from '../../../../../ui/tell.ts';
import { caseType } from '../rows/case-words.ts';

/** Resolves to the case to show. */
export function useMerge(): (receipt: Receipt, into: string | undefined) => Promise<string> {
  return useCallback(async (receipt, into) => {
    if (into === undefined) return receipt.id;
    try {
      await call(flow.routes.act, {
        type: caseType,
        id: receipt.id,
        version: receipt.version,
        action: 'verb.merge',
        opinion: '与附近在办案件为同一问题',
        target: { caseId: into },
      });
      tell('success', `${receipt.number} 已并案`);
      return into;
    } catch (error) {
      const reason = error instanceof CallError ? error.message : '请稍后重试';
      tell('warning', `${receipt.number} 已登记，但没有并案：${reason}`);
      return receipt.id;
    }
  }, []);
}
