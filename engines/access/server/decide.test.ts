/** The one decision: deny by default, rows add up, depth is never borrowed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anonymous,
  decisionMatches,
  type FieldClass,
  fieldClasses,
  type Grant,
  type Principal,
  type Scope,
  scopeMatches,
} from '../../../kernel/access.ts';
import { decide } from './decide.ts';

function holding(grants: readonly Grant[]): Principal {
  return { ...anonymous, id: 's1', kind: 'official', grants: new Map([['lamp:read', grants]]) };
}

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'all' }),
  fc
    .constantFrom('341200000000', '341202000000', '341202001000', '341203000000')
    .map((area): Scope => ({ kind: 'area', area })),
  fc.constantFrom('a', 'b').map((department): Scope => ({ kind: 'department', department })),
  fc.constantFrom('s1', 's2').map((subject): Scope => ({ kind: 'self', subject })),
);
const grant: fc.Arbitrary<Grant> = fc.record({
  scope,
  clearance: fc.constantFrom<FieldClass>(...fieldClasses),
});
const row = fc.record({
  area: fc.constantFrom('341202001001', '341203001002', '341202001000', undefined),
  departments: fc.subarray(['a', 'b']),
  subjects: fc.subarray(['s1', 's2']),
});

test('没有授权就没有权限', () => {
  expect(decide(anonymous, 'lamp:read')).toMatchObject({ permit: false });
  expect(decide(holding([]), 'lamp:read')).toMatchObject({ permit: false });
  expect(decide(holding([{ scope: { kind: 'all' }, clearance: 'sensitive' }]), 'lamp:write')).toMatchObject({
    permit: false,
  });
});

test('看得到的行正好是各项授权的行之和', () => {
  fc.assert(
    fc.property(fc.array(grant, { minLength: 1, maxLength: 5 }), row, (grants, governed) => {
      const expected = grants.some((one) => scopeMatches(one.scope, governed));
      expect(decisionMatches(decide(holding(grants), 'lamp:read'), governed)).toBe(expected);
    }),
  );
});

test('看得到的任何一行，涉密程度都不超过某项覆盖它的授权', () => {
  fc.assert(
    fc.property(fc.array(grant, { minLength: 1, maxLength: 5 }), row, (grants, governed) => {
      const decision = decide(holding(grants), 'lamp:read');
      if (!decisionMatches(decision, governed) || !decision.permit) return;
      const deepest = Math.max(
        ...grants
          .filter((one) => scopeMatches(one.scope, governed))
          .map((one) => fieldClasses.indexOf(one.clearance)),
      );
      expect(fieldClasses.indexOf(decision.clearance)).toBeLessThanOrEqual(deepest);
    }),
  );
});
