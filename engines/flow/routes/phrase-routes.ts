/** 常用意见: opinions that a person keeps for use again. */
import { z } from 'zod';
import { del, get, patch, post } from '../../../kernel/contract.ts';
import { done, id } from './shapes.ts';

export const Phrase = z.object({ id: z.string(), text: z.string(), position: z.number() });

export const phraseRoutes = {
  phrases: get('/phrases', {
    title: '常用意见',
    signedInBecause: '本人的常用意见',
    input: z.object({}),
    output: z.array(Phrase),
  }),
  addPhrase: post('/phrases', {
    title: '新增常用意见',
    signedInBecause: '本人的常用意见',
    input: z.object({ text: z.string().trim().min(1).max(500) }),
    output: Phrase,
  }),
  changePhrase: patch('/phrases/:id', {
    title: '修改常用意见',
    signedInBecause: '本人的常用意见',
    input: z.object({
      id,
      text: z.string().trim().min(1).max(500).optional(),
      position: z.number().int().min(0).max(1000).optional(),
    }),
    output: done,
  }),
  removePhrase: del('/phrases/:id', {
    title: '删除常用意见',
    signedInBecause: '本人的常用意见',
    input: z.object({ id }),
    output: done,
  }),
};
