/** 读 BPMN 文件:参考文件全部读得进、写回不丢;读不了的一一说明;恶意文件被拒。 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDocument, writeDocument } from '../open-document.ts';
import { readModel } from './read-model.ts';
import { differences, plainTree, xmlTree } from '../test-support/xml-tree.ts';

const bounds = { kilobytes: 800, elements: 20_000, depth: 64 };
const folder = path.resolve(import.meta.dirname, '../../../../../../shared/data/12-documents/bpmn-reference');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.bpmn')) : [];

function readText(file: string): string {
  const bytes = readFileSync(path.join(folder, file));
  const latin = /encoding="ISO-8859-1"/.test(bytes.toString('latin1').slice(0, 80));
  return bytes.toString(latin ? 'latin1' : 'utf8');
}

/** What the library does not write again in a document that it rewrites; the stored text itself keeps it. */
const lost: Readonly<Record<string, readonly string[]>> = {
  'C.8.1.bpmn': [
    // References to nothing.
    ...Array.from({ length: 3 }, () => 'operation: children'),
    // The same element by its substitution.
    'resourceAssignmentExpression: children',
    // One attribute twice, with and without prefix.
    'allowedValues @constraintsType',
    'allowedValues @constraintsType',
  ],
};

describe.skipIf(files.length === 0)('互操作参考文件(缺 ../shared/data/12-documents 时跳过)', () => {
  test('21 个都在', () => {
    expect(files).toHaveLength(21);
  });

  test.each(files)('%s 读入后写回,元素、扩展、图形不丢', async (file) => {
    const text = readText(file);
    const document = await openDocument(text, bounds);
    const written = await writeDocument(document.definitions);
    expect(differences(plainTree(xmlTree(text)), plainTree(xmlTree(written)))).toEqual(lost[file] ?? []);
    const again = await writeDocument((await openDocument(written, bounds)).definitions);
    expect(again).toBe(written);
  });

  test.each(files)('%s 说得出哪些能运行,不能运行的写明元素、行号和原因', async (file) => {
    const { model, problems } = readModel(await openDocument(readText(file), bounds));
    expect(model).toBeDefined();
    for (const problem of problems.filter((each) => each.severity === 'error' && each.element !== null)) {
      expect(problem.line, problem.message).toBeGreaterThan(0);
      expect(problem.message).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  test('比较本身抓得住丢失的元素、属性、坐标和文字', () => {
    const text = readText('A.1.0.bpmn');
    const tree = plainTree(xmlTree(text));
    for (const [from, to] of [
      ['width="30.0"', 'width="31.0"'],
      ['name="Task 1"', ''],
      [/<semantic:incoming>[^<]*<\/semantic:incoming>/, ''],
      [/<di:waypoint[^>]*\/>/, ''],
    ] as const) {
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      expect(differences(tree, plainTree(xmlTree(changed)))).not.toEqual([]);
    }
  });
});

const model = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"';

function bpmn(inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<definitions ${model}>\n<process id="p" isExecutable="true">\n${inside}\n</process></definitions>`;
}

async function problemsOf(inside: string) {
  return readModel(await openDocument(bpmn(inside), bounds)).problems;
}

describe('不能执行的内容', () => {
  test.each([
    ['<scriptTask id="x" name="算"/>', 'bpmn.element', '系统不执行文件里的脚本'],
    ['<complexGateway id="x"/>', 'bpmn.element', '复杂网关'],
    ['<task id="x"/>', 'bpmn.element', '没有类型的任务'],
    ['<subProcess id="x" triggeredByEvent="true"/>', 'bpmn.event-sub-process', '请改用边界事件'],
    ['<endEvent id="x"><compensateEventDefinition/></endEvent>', 'bpmn.event', '补偿事件不支持'],
    [
      '<startEvent id="x"><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition></startEvent>',
      'bpmn.timer',
      '循环定时要写明次数',
    ],
    ['<manualTask id="x"><standardLoopCharacteristics/></manualTask>', 'bpmn.repeats', '不能重复执行'],
    ['<userTask id="x"><standardLoopCharacteristics/></userTask>', 'bpmn.loop', '循环标记不支持'],
    ['<intermediateCatchEvent id="x"/>', 'bpmn.event', '没有说明等待什么'],
    ['<sequenceFlow id="x" sourceRef="no" targetRef="p"/>', 'bpmn.flow', '没有连接两端'],
  ])('%s', async (inside, rule, message) => {
    const found = (await problemsOf(inside)).filter((problem) => problem.severity === 'error');
    expect(found).toContainEqual(
      expect.objectContaining({ rule, element: 'x', line: 4, message: expect.stringContaining(message) }),
    );
  });

  test('别家的表达式语言不执行,FEEL 照收', async () => {
    const two = (condition: string) =>
      `<exclusiveGateway id="a"/><manualTask id="b"/><sequenceFlow id="x" sourceRef="a" targetRef="b"><conditionExpression>${condition}</conditionExpression></sequenceFlow>`;
    expect(await problemsOf(two('${approved}'))).toContainEqual(
      expect.objectContaining({ rule: 'bpmn.expression' }),
    );
    const { model: read, problems } = readModel(await openDocument(bpmn(two('= amount &gt; 3')), bounds));
    expect(problems).toEqual([]);
    expect(read?.flows[0]?.when).toBe('amount > 3');
  });

  test('同一编号出现两次会说明在第几行', async () => {
    const found = await problemsOf('<manualTask id="x"/>\n<manualTask id="x"/>');
    expect(found).toContainEqual(
      expect.objectContaining({
        rule: 'bpmn.unparsed',
        message: '第 5 行的内容不符合 BPMN 2.0：编号“x”出现两次',
      }),
    );
  });
});

describe('恶意或破损的文件', () => {
  test.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]>\n<a>&x;</a>', 'flow.xmlForbidden'],
    ['<a>\n<b></a>', 'flow.xmlBroken'],
    ['<a id="1" id="2"/>', 'flow.xmlBroken'],
    ['<a/><b/>', 'flow.xmlBroken'],
    ['不是 XML', 'flow.xmlBroken'],
    ['', 'flow.xmlBroken'],
    ['<a'.concat('a'.repeat(900 * 1024), '/>'), 'flow.xmlTooLarge'],
    ['<a>'.repeat(70) + '</a>'.repeat(70), 'flow.xmlTooDeep'],
    [`<a>${'<b/>'.repeat(20_001)}</a>`, 'flow.xmlTooMany'],
    ['<html/>', 'flow.notBpmn'],
    [`<process ${model} id="p"/>`, 'flow.notBpmn'],
  ])('%#', async (text, code) => {
    await expect(openDocument(text, bounds)).rejects.toMatchObject({ code });
  });

  test('破损处说明行号', async () => {
    await expect(openDocument('<a>\n<b>\n</a>', bounds)).rejects.toThrow(
      '流程文件第 3 行不是合格的 XML：结束标记与开始标记不配对',
    );
  });

  test('名字像对象内部属性的元素不会弄乱模型', async () => {
    const { model: read } = readModel(
      await openDocument(bpmn('<startEvent id="__proto__"/><manualTask id="constructor"/>'), bounds),
    );
    expect(Object.keys(read?.nodes ?? {})).toEqual(['__proto__', 'constructor']);
    expect(read?.nodes['toString']).not.toHaveProperty('kind');
  });
});
