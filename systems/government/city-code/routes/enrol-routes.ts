/** 窗口: codes on paper, codes of children and old people, loss. */
import { z } from 'zod';
import { post } from '../../../../kernel/contract.ts';

const name = z.string().trim().min(2, '请填写姓名').max(60);
const idCard = z.string().trim().length(18, '身份证号应为18位');

export const enrolRoutes = {
  paper: post('/papers', {
    title: '打印纸质码',
    allow: 'enrol',
    input: z.object({ name, idCard, scene: z.string().min(1, '请选择场景').max(31) }),
    output: 'binary',
    rate: 60,
  }),
  lose: post('/papers/loss', {
    title: '挂失纸质码',
    allow: 'enrol',
    input: z.object({ name, idCard }),
    output: z.object({ revoked: z.number() }),
    rate: 30,
  }),
  family: post('/families', {
    title: '办理家庭码',
    allow: 'enrol',
    input: z.object({
      carrierAccount: z.string().trim().min(3, '请填写代持人手机号').max(40),
      name,
      idCard,
      relation: z.enum(['child', 'parent', 'spouse', 'ward']),
    }),
    output: z.object({ member: z.string() }),
    rate: 30,
  }),
};
