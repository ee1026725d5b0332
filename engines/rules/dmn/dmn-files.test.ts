/** DMN files come in, are decided by, are edited and go out again; broken and hostile ones are refused with a reason. */
import { describe, expect, test } from 'vitest';
import { toPlain } from '../feel/feel-value.ts';
import { feeTable, soundRows } from '../test-support/fee-table.ts';
import { makeFeel, testDmnLimits } from '../test-support/make-feel.ts';
import { compileModel } from './compile-model.ts';
import type { DecisionModel } from './decision-model.ts';
import { newDmn, openDmn } from './moddle.ts';
import { readModel } from './read-model.ts';
import { addTable, writeTable } from './write-table.ts';

const feel = makeFeel();
const open = (xml: string) => openDmn(xml, testDmnLimits);

async function read(xml: string): Promise<DecisionModel> {
  return readModel((await open(xml)).root);
}

function definitions(inside: string, version = '20191111'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" xmlns:city="https://rules.city/x" id="d" name="停车" namespace="https://rules.city/d">${inside}</definitions>`;
}

function decision(id: string, inside: string, name = id): string {
  return `<decision id="${id}" name="${name}"><variable name="${name}"/>${inside}</decision>`;
}

async function take(inside: string, id: string, given: Record<string, unknown> = {}): Promise<unknown> {
  return toPlain(compileModel(await read(definitions(inside)), feel).take(id, given).value);
}

async function written(): Promise<string> {
  const document = newDmn('停车收费', 'parking');
  addTable(document, 'fee', '停车费', feeTable('U', soundRows));
  return document.write();
}

function tableOf(model: DecisionModel, id: string) {
  const logic = model.decisions.find((one) => one.id === id)?.logic;
  if (logic?.kind !== 'table') throw new Error('no table');
  return logic.table;
}

describe('决策表与 DMN 文件', () => {
  test('新表写成文件，读回来一格不差，并能裁决', async () => {
    const model = await read(await written());
    expect(tableOf(model, 'fee').rules).toEqual(feeTable('U', soundRows).rules.map((rule) => ({ ...rule })));
    expect(model.inputs.map((one) => one.variable.name)).toEqual(['车型', '分钟']);
    const taken = compileModel(model, feel).take('fee', { 车型: '小型', 分钟: 200 });
    expect(taken).toMatchObject({ value: 9, traces: [{ name: '停车费', matched: ['r3'] }], warnings: [] });
  });

  test('改一格再写出，别的内容一概保留', async () => {
    const xml = (await written())
      .replace(
        '<dmn:decision id="fee"',
        '<dmn:textAnnotation id="t1"><dmn:text>依据某文件</dmn:text></dmn:textAnnotation><dmn:decision id="fee"',
      )
      .replace(
        '<dmn:rule id="r2">',
        '<dmn:rule id="r2" xmlns:city="https://rules.city/x" city:colour="red">',
      );
    const document = await open(xml);
    const table = tableOf(readModel(document.root), 'fee');
    const [first, ...rest] = table.rules;
    if (first === undefined) throw new Error('no rule');
    writeTable(document, 'fee', {
      ...table,
      hitPolicy: 'F',
      rules: [{ ...first, outputs: ['1'], note: '首小时' }, ...rest],
    });
    const again = await document.write();
    expect(again).toContain('依据某文件');
    expect(again).toContain('city:colour="red"');
    expect(again).toContain('hitPolicy="FIRST"');
    expect(tableOf(await read(again), 'fee').rules[0]).toMatchObject({ outputs: ['1'], note: '首小时' });
  });

  test('各版本的文件都读得懂', async () => {
    const inside = decision('answer', '<literalExpression><text>6 * 7</text></literalExpression>');
    for (const version of ['20180521', '20191111', '20211108', '20230324'])
      expect((await read(definitions(inside, version))).decisions).toHaveLength(1);
    const old = definitions(inside).replace(
      'https://www.omg.org/spec/DMN/20191111/MODEL/',
      'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    );
    expect((await read(old)).decisions).toHaveLength(1);
  });
});

describe('盒式表达式', () => {
  test('上下文：后面的条目用得到前面的，没有名字的是结果', async () => {
    const context = `<context>
      <contextEntry><variable name="底价"/><literalExpression><text>3</text></literalExpression></contextEntry>
      <contextEntry><variable name="加价"/><literalExpression><text>底价 * 2</text></literalExpression></contextEntry>
      <contextEntry><literalExpression><text>底价 + 加价</text></literalExpression></contextEntry></context>`;
    expect(await take(decision('price', context), 'price')).toBe(9);
  });

  test('清单和关系表', async () => {
    const list =
      '<list><literalExpression><text>1</text></literalExpression><literalExpression><text>"二"</text></literalExpression></list>';
    expect(await take(decision('items', list), 'items')).toEqual([1, '二']);
    const relation = `<relation><column name="名"/><column name="数"/><row><literalExpression><text>"甲"</text></literalExpression><literalExpression><text>1 + 1</text></literalExpression></row></relation>`;
    expect(await take(decision('rows', relation), 'rows')).toEqual([{ 名: '甲', 数: 2 }]);
  });

  test('业务知识：按名绑定调用、在表达式里调用、互相调用', async () => {
    const knowledge = `
      <businessKnowledgeModel id="b1" name="加倍"><variable name="加倍"/><encapsulatedLogic><formalParameter name="数" typeRef="number"/><literalExpression><text>数 * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
      <businessKnowledgeModel id="b2" name="四倍"><variable name="四倍"/><encapsulatedLogic><formalParameter name="数" typeRef="number"/><literalExpression><text>加倍(加倍(数))</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="#b1"/></knowledgeRequirement></businessKnowledgeModel>`;
    const need = '<knowledgeRequirement><requiredKnowledge href="#b2"/></knowledgeRequirement>';
    const invocation =
      '<invocation><literalExpression><text>四倍</text></literalExpression><binding><parameter name="数"/><literalExpression><text>5</text></literalExpression></binding></invocation>';
    expect(await take(knowledge + decision('first', need + invocation), 'first')).toBe(20);
    expect(
      await take(
        knowledge +
          decision('second', `${need}<literalExpression><text>四倍(5) + 1</text></literalExpression>`),
        'second',
      ),
    ).toBe(21);
  });

  test('一个决策用另一个决策的结果', async () => {
    const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`;
    const need = '<informationRequirement><requiredDecision href="#base"/></informationRequirement>';
    const first = decision('base', literal('4'), '底数');
    const second = decision('result', need + literal('底数 + 1'));
    expect(await take(second + first, 'result')).toBe(5);
  });
});

describe('类型和允许的取值', () => {
  const inside = `
    <itemDefinition name="户"><itemComponent name="人口"><typeRef>number</typeRef></itemComponent><itemComponent name="申请日"><typeRef>date</typeRef></itemComponent><itemComponent name="类别"><typeRef>string</typeRef><allowedValues><text>"低保", "一般"</text></allowedValues></itemComponent></itemDefinition>
    <inputData id="i" name="家庭"><variable name="家庭" typeRef="户"/></inputData>
    ${decision('eligible', '<informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>家庭.人口 > 2 and 家庭.申请日 >= date("2026-01-01")</text></literalExpression>')}`;

  test('日期文本变成日期，类型不对和不许的取值说出是哪一项', async () => {
    const given = { 人口: 3, 申请日: '2026-02-01', 类别: '低保' };
    expect(await take(inside, 'eligible', { 家庭: given })).toBe(true);
    await expect(take(inside, 'eligible', { 家庭: { ...given, 申请日: '昨天' } })).rejects.toThrow(
      '家庭.申请日的值不合要求：应为日期',
    );
    await expect(take(inside, 'eligible', { 家庭: { ...given, 类别: '富裕' } })).rejects.toThrow(
      '家庭.类别的值不合要求',
    );
    await expect(take(inside, 'eligible', { 家庭: 3 })).rejects.toThrow('家庭的值不合要求：应为一组值');
  });
});

describe('不能收的文件', () => {
  const literal = '<literalExpression><text>1</text></literalExpression>';
  test.each([
    ['不是 XML', '你好', '不是完整的 DMN'],
    ['写了一半', definitions('').slice(0, 120), '不是完整的 DMN'],
    ['别的 XML', '<html/>', '不是完整的 DMN'],
    ['文档类型声明', `<!DOCTYPE x [<!ENTITY a "b">]>${definitions('')}`, '不接受文档类型声明'],
    ['没有决策', definitions(''), '没有决策'],
    [
      '没有定义的类型',
      definitions(
        `<inputData id="i" name="x"><variable name="x" typeRef="nowhere"/></inputData>${decision('a', literal)}`,
      ),
      '没有定义数据类型',
    ],
    [
      '互相引用的类型',
      definitions(
        `<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition><inputData id="i" name="x"><variable name="x" typeRef="t"/></inputData>${decision('a', literal)}`,
      ),
      '互相引用',
    ],
    [
      '引用别的文件',
      definitions(
        decision(
          'a',
          `<informationRequirement><requiredInput href="other#i"/></informationRequirement>${literal}`,
        ),
      ),
      '引用其他文件',
    ],
    ['Java 函数', definitions(decision('a', '<functionDefinition kind="Java"/>')), 'FEEL 以外的函数'],
    [
      '别的表达式语言',
      definitions(
        decision(
          'a',
          '<literalExpression expressionLanguage="javascript"><text>process.exit()</text></literalExpression>',
        ),
      ),
      '表达式语言',
    ],
  ])('%s', async (_, xml, reason) => {
    await expect(read(xml)).rejects.toThrow(reason);
  });

  test('过大的文件', async () => {
    await expect(openDmn(definitions(decision('a', literal)), { length: 100, elements: 10 })).rejects.toThrow(
      '超过大小限制',
    );
    await expect(
      openDmn(definitions(decision('a', literal)), { length: 10_000, elements: 2 }),
    ).rejects.toThrow('超过大小限制');
  });

  test('互相依赖的决策', async () => {
    const need = (id: string) =>
      `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>${literal}`;
    const model = await read(definitions(decision('a', need('b')) + decision('b', need('a'))));
    expect(() => compileModel(model, feel)).toThrow('决策互相依赖');
  });
});

describe('恶意的模型', () => {
  test('输入叫 constructor 也碰不到程序内部', async () => {
    const inside = (name: string, text: string) =>
      `<inputData id="i" name="${name}"><variable name="${name}"/></inputData>${decision('a', `<informationRequirement><requiredInput href="#i"/></informationRequirement><literalExpression><text>${text}</text></literalExpression>`)}`;
    expect(await take(inside('constructor', 'constructor'), 'a')).toBeNull();
    const attack = 'constructor.assign(constructor.prototype, {坏: 1})';
    expect(await take(inside('constructor', attack), 'a')).toBeNull();
    expect(await take(inside('__proto__', '__proto__.toString'), 'a')).toBeNull();
    expect(Object.hasOwn(Object.prototype, '坏')).toBe(false);
  });

  test('没有尽头的递归被中止', async () => {
    const endless = `<businessKnowledgeModel id="b" name="再来"><variable name="再来"/><encapsulatedLogic><formalParameter name="数"/><literalExpression><text>再来(数 + 1)</text></literalExpression></encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement></businessKnowledgeModel>`;
    const need = '<knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>';
    const start = decision('a', `${need}<literalExpression><text>再来(1)</text></literalExpression>`);
    await expect(take(endless + start, 'a')).rejects.toThrow(/已中止|递归过深/);
  });
});
