/** The peer: bpmn-engine doing the process of paper-system.ts, each case kept in memory, its state saved to PostgreSQL with a durable commit at every step. */
import { EventEmitter } from 'node:events';
import { Engine } from 'bpmn-engine';
import { BpmnModdle } from 'bpmn-moddle';
import pg from 'pg';
import { newId } from '../../kernel/ids.ts';
import { runClients } from './run-clients.ts';

const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions id="paper" targetNamespace="urn:bench" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <process id="process" isExecutable="true">
    <startEvent id="start" />
    <userTask id="draft" />
    <parallelGateway id="fork" />
    <userTask id="countersign">
      <multiInstanceLoopCharacteristics isSequential="false"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
    </userTask>
    <userTask id="check" />
    <parallelGateway id="join" />
    <userTask id="sign-off" />
    <endEvent id="end" />
    <sequenceFlow id="f1" sourceRef="start" targetRef="draft" />
    <sequenceFlow id="f2" sourceRef="draft" targetRef="fork" />
    <sequenceFlow id="f3" sourceRef="fork" targetRef="countersign" />
    <sequenceFlow id="f4" sourceRef="fork" targetRef="check" />
    <sequenceFlow id="f5" sourceRef="countersign" targetRef="join" />
    <sequenceFlow id="f6" sourceRef="check" targetRef="join" />
    <sequenceFlow id="f7" sourceRef="join" targetRef="sign-off" />
    <sequenceFlow id="f8" sourceRef="sign-off" targetRef="end" />
  </process>
</definitions>`;

const itemsOfCase = 5;

interface Waiting {
  signal(message?: unknown): unknown;
}

async function save(pool: pg.Pool, id: string, state: unknown): Promise<void> {
  await pool.query({
    name: 'save',
    text: 'insert into bpmn_peer (id, state) values ($1, $2) on conflict (id) do update set state = excluded.state',
    values: [id, JSON.stringify(state)],
  });
}

async function live(pool: pg.Pool, moddleContext: object): Promise<number> {
  const id = newId();
  const listener = new EventEmitter();
  const waiting: Waiting[] = [];
  listener.on('activity.wait', (task: Waiting) => waiting.push(task));
  const engine = new Engine({ name: id, moddleContext: moddleContext as never });
  await engine.execute({ listener });
  await save(pool, id, await engine.getState());
  let done = 0;
  for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
    task.signal({});
    done += 1;
    await save(pool, id, await engine.getState());
  }
  if (done !== itemsOfCase) throw new Error(`the peer ended after ${done} items`);
  return done;
}

/** Completed items a second. */
export async function runBpmnItems(url: string, clients: number, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  await pool.query('create table if not exists bpmn_peer (id uuid primary key, state jsonb not null)');
  // Read once: a case need not pay for the drawing.
  const context = await new BpmnModdle().fromXML(source);
  const rate = await runClients(clients, seconds, () => live(pool, context));
  await pool.end();
  return rate;
}
