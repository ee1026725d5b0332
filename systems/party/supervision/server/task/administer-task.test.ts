/** 跳转 is the system administrator's: who verifies tasks does not pass by those who carry them out. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSupervision, plan, type Supervision } from '../test-support/open-supervision.ts';

let city: Supervision;
beforeAll(async () => {
  city = await openSupervision();
});
afterAll(() => city.close());

test('督查员和督查室主任不能把任务跳到核查，系统管理员能', async () => {
  const { tasks } = await city.handOut({ tasks: [{ ...plan.tasks[0], joint: [] }] });
  const [id = ''] = tasks;
  expect((await city.act('transport', id, 'sign')).code).toBeUndefined();
  const jump = (who: string) => city.act(who, id, 'verb.jump', { target: { stage: 'check' } });
  for (const who of ['officer', 'chief']) expect((await jump(who)).code, who).toBeDefined();
  expect((await city.detail('officer', id)).stage).toBe('handle');
  expect((await jump('administrator')).code).toBeUndefined();
  expect((await city.detail('officer', id)).stage).toBe('check');
});
