/** Puts an edited table back into its DMN document; everything else in the document, diagrams and extensions included, stays as it is. */
import { ruleErrors } from '../errors.ts';
import { aggregators, type DecisionTable, hitPolicies } from '../table/decision-table.ts';
import { mentions, ownInputPrefix, undeclaredColumns } from '../table/table-inputs.ts';
import { type DmnDocument, type Element, elementOf, elementsOf, textOf } from './moddle.ts';

/** The old clause or row of this id, changed; or a new one. What other tools keep on it stays. */
function reuse(
  document: DmnDocument,
  old: readonly Element[],
  type: string,
  id: string,
  properties: Readonly<Record<string, unknown>>,
): Element {
  const element = old.find((one) => textOf(one, 'id') === id) ?? document.create(type, { id });
  for (const [name, value] of Object.entries(properties)) element.set(name, value);
  return element;
}

function withText(
  document: DmnDocument,
  type: string,
  text: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  return document.create(type, { text, ...more });
}

/** Undefined takes the property away. */
function optionalText(document: DmnDocument, type: string, text: string): Element | undefined {
  return text.trim() === '' ? undefined : withText(document, type, text);
}

function writeClauses(document: DmnDocument, logic: Element, table: DecisionTable, decision: string): void {
  const inputs = elementsOf(logic, 'input');
  logic.set(
    'input',
    table.inputs.map((column) =>
      reuse(document, inputs, 'dmn:InputClause', column.id, {
        label: column.label || undefined,
        inputExpression: withText(document, 'dmn:LiteralExpression', column.expression, {
          typeRef: column.type,
        }),
        inputValues: optionalText(document, 'dmn:UnaryTests', column.values),
      }),
    ),
  );
  const outputs = elementsOf(logic, 'output');
  logic.set(
    'output',
    table.outputs.map((column) =>
      reuse(document, outputs, 'dmn:OutputClause', column.id, {
        name: table.outputs.length === 1 && column.name === decision ? undefined : column.name,
        typeRef: column.type,
        outputValues: optionalText(document, 'dmn:UnaryTests', column.values),
        defaultOutputEntry: optionalText(document, 'dmn:LiteralExpression', column.otherwise),
      }),
    ),
  );
}

function writeRules(document: DmnDocument, logic: Element, table: DecisionTable): void {
  const rules = elementsOf(logic, 'rule');
  const noted = table.rules.some((rule) => rule.note !== '');
  if (noted && elementsOf(logic, 'annotation').length !== 1)
    logic.set('annotation', [document.create('dmn:RuleAnnotationClause', { name: '说明' })]);
  logic.set(
    'rule',
    table.rules.map((rule) =>
      reuse(document, rules, 'dmn:DecisionRule', rule.id, {
        inputEntry: rule.inputs.map((text) =>
          withText(document, 'dmn:UnaryTests', text.trim() === '' ? '-' : text),
        ),
        outputEntry: rule.outputs.map((text) => withText(document, 'dmn:LiteralExpression', text)),
        annotationEntry: noted ? [withText(document, 'dmn:RuleAnnotation', rule.note)] : [],
      }),
    ),
  );
}

function findDecision(document: DmnDocument, id: string): Element {
  const found = elementsOf(document.root, 'drgElement').find((one) => textOf(one, 'id') === id);
  if (found?.$type !== 'dmn:Decision') throw ruleErrors.dmn({ reason: '文件中没有这个决策' });
  return found;
}

/** Changes the document; `write()` it afterwards. Throws rules.dmn when the decision is not there or is no table. */
export function writeTable(document: DmnDocument, decision: string, table: DecisionTable): void {
  const element = findDecision(document, decision);
  const logic = elementOf(element, 'decisionLogic');
  if (logic?.$type !== 'dmn:DecisionTable') throw ruleErrors.dmn({ reason: '这个决策不是决策表' });
  const policy = hitPolicies[table.hitPolicy].dmn;
  logic.set('hitPolicy', policy);
  logic.set('aggregation', table.aggregator === null ? undefined : aggregators[table.aggregator].dmn);
  writeClauses(document, logic, table, textOf(element, 'name'));
  writeRules(document, logic, table);
  dropInputs(document, element, table);
  declareInputs(document, element, table);
}

function nameOf(element: Element): string {
  return textOf(elementOf(element, 'variable'), 'name') || textOf(element, 'name');
}

/** Requirements of a decision without the inputs that the editor declared and the table no longer speaks of. */
function dropInputs(document: DmnDocument, decision: Element, table: DecisionTable): void {
  const elements = elementsOf(document.root, 'drgElement');
  const needs = elementsOf(decision, 'informationRequirement');
  const gone = needs.filter((need) => {
    const id = textOf(elementOf(need, 'requiredInput'), 'href').slice(1);
    const input = elements.find((one) => textOf(one, 'id') === id);
    return id.startsWith(ownInputPrefix) && input !== undefined && !mentions(table, nameOf(input));
  });
  if (gone.length === 0) return;
  decision.set(
    'informationRequirement',
    needs.filter((need) => !gone.includes(need)),
  );
  const needed = new Set(
    elements
      .flatMap((one) => (one.$type === 'dmn:Decision' ? elementsOf(one, 'informationRequirement') : []))
      .map((need) => textOf(elementOf(need, 'requiredInput'), 'href').slice(1)),
  );
  const isOrphan = (id: string) => id.startsWith(ownInputPrefix) && !needed.has(id);
  document.root.set(
    'drgElement',
    elements.filter((one) => one.$type !== 'dmn:InputData' || !isOrphan(textOf(one, 'id'))),
  );
}

/** A column that looks at a name nobody declared yet declares it as an input of the decision. */
function declareInputs(document: DmnDocument, decision: Element, table: DecisionTable): void {
  const elements = [...elementsOf(document.root, 'drgElement')];
  const needs = [...elementsOf(decision, 'informationRequirement')];
  const taken = new Set(elements.map((one) => textOf(one, 'id')));
  for (const column of undeclaredColumns(table, new Set(elements.map(nameOf)))) {
    let id = `${ownInputPrefix}${column.id}`;
    while (taken.has(id)) id = `${id}-`;
    taken.add(id);
    const name = column.expression.trim();
    const variable = document.create('dmn:InformationItem', { name, typeRef: column.type });
    elements.push(document.create('dmn:InputData', { id, name, variable }));
    const requiredInput = document.create('dmn:DMNElementReference', { href: `#${id}` });
    needs.push(document.create('dmn:InformationRequirement', { requiredInput }));
  }
  document.root.set('drgElement', elements);
  decision.set('informationRequirement', needs);
}

/** A decision with an empty table in a new document. */
export function addTable(document: DmnDocument, id: string, name: string, table: DecisionTable): void {
  const decision = document.create('dmn:Decision', {
    id,
    name,
    variable: document.create('dmn:InformationItem', { name }),
    decisionLogic: document.create('dmn:DecisionTable', { id: `${id}-table` }),
  });
  document.root.set('drgElement', [...elementsOf(document.root, 'drgElement'), decision]);
  writeTable(document, id, table);
}
