/** 由模型画出的流程图:读回来分毫不差,每个元素都有位置。 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProcessModel } from '../../../../../kernel/process.ts';
import { compileStages } from '../../graph/compile-stages.ts';
import { ticket } from '../../test-support/repair.ts';
import { openDocument } from '../open-document.ts';
import { readModel } from '../read/read-model.ts';
import { anyModel, everything } from '../test-support/models.ts';
import { xmlTree, type XmlTree } from '../test-support/xml-tree.ts';
import { writeModel } from './write-model.ts';

const bounds = { kilobytes: 800, elements: 20_000, depth: 64 };

async function through(model: typeof everything) {
  const xml = await writeModel(model, { id: 'repair.ticket' });
  return { xml, read: readModel(await openDocument(xml, bounds)) };
}

function drawn(tree: XmlTree, found: string[] = []): string[] {
  const of = tree.attributes['bpmnElement'];
  if (of !== undefined) found.push(of);
  for (const child of tree.children) drawn(child, found);
  return found;
}

describe('由模型画图', () => {
  test('各种节点、事件、办理规则写成 BPMN 再读回,模型不变', async () => {
    const { read } = await through(everything);
    expect(read.problems).toEqual([]);
    expect(sorted(read.model)).toEqual(sorted(everything));
    // Out of a gateway the order is that of asking.
    const asked = read.model?.flows.filter((flow) => flow.from === 'which').map((flow) => flow.id);
    expect(asked).toEqual(['f5', 'f4']);
  });

  test('每个节点和每条线都画在图上', async () => {
    const { xml } = await through(everything);
    const on = new Set(drawn(xmlTree(xml)));
    const wanted = [...Object.keys(everything.nodes), ...everything.flows.map((flow) => flow.id)];
    expect(wanted.filter((id) => !on.has(id))).toEqual([]);
  });

  test('代码里声明的分环节流程画得出来,编号合乎 XML 且不重复', async () => {
    const { xml, read } = await through(compileStages(ticket.process, ticket.title));
    const ids = [...xml.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(id))).toEqual([]);
    expect(read.problems).toEqual([]);
    const accept = read.model?.nodes['accept'];
    const flow = accept?.kind === 'user' ? accept.actions['dispatch']?.flow : undefined;
    expect(read.model?.flows.find((each) => each.id === flow)).toMatchObject({
      from: 'accept',
      to: 'handle',
      title: '派单',
    });
  });

  test('随意画的流程写出再读回,模型不变', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, async (model) => {
        const { read } = await through(model);
        expect(read.model).toEqual(model);
      }),
      { numRuns: 60 },
    );
  });
});

/** Flows of a sub-process stand where it does, so only their order within a scope is kept. */
function sorted(model: ProcessModel | undefined) {
  return model && { ...model, flows: [...model.flows].sort((left, right) => (left.id < right.id ? -1 : 1)) };
}
