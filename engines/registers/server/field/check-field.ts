/** The check of one field: from JSON and from a sheet cell to the kept value, or the reason why not. */
import { isAreaCode } from '../../../../kernel/area.ts';
import { isId } from '../../../../kernel/ids.ts';
import type { Field } from '../../../../kernel/register.ts';
import { checkDate, checkInstant, checkSheetMoment } from './check-moment.ts';
import { checkJsonPoint, checkSheetPoint } from './check-point.ts';
import { hasForbiddenCharacter, textChecker, tidyText } from './check-text.ts';
import type { Lookups } from './lookups.ts';
import { Refused } from './refused.ts';

export interface FieldCheck {
  /** Null for an empty value; whether the field may be empty is asked elsewhere. */
  fromJson(raw: unknown): unknown;
  fromCell(text: string): unknown;
}

const notText = new Refused('应为文字');
const notNumber = new Refused('应为数字');
const notInteger = new Refused('应为整数');
const notBoolean = new Refused('应填“是”或“否”');
const notList = new Refused('应为列表');
const mostItems = 50;
const mostJson = 100_000;

const truths = new Set(['是', '有', 'true', 'TRUE', '1', '√', 'Y', 'y', 'yes']);
const falsehoods = new Set(['否', '无', 'false', 'FALSE', '0', '×', 'N', 'n', 'no']);
const numberForm = /^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

function fromText(check: (raw: string) => unknown): FieldCheck {
  return { fromJson: (raw) => (typeof raw === 'string' ? check(raw) : notText), fromCell: check };
}

function numberCheck(field: Field): FieldCheck {
  const whole = field.type === 'integer';
  function check(value: number): number | Refused {
    if (!Number.isFinite(value)) return notNumber;
    if (whole && !Number.isSafeInteger(value)) return notInteger;
    if (field.minimum !== undefined && value < field.minimum)
      return new Refused(`不能小于 ${field.minimum}${field.unit ?? ''}`);
    if (field.maximum !== undefined && value > field.maximum)
      return new Refused(`不能大于 ${field.maximum}${field.unit ?? ''}`);
    // Minus zero would come back as zero.
    return value === 0 ? 0 : value;
  }
  return {
    fromJson: (raw) => (typeof raw === 'number' ? check(raw) : notNumber),
    fromCell(raw) {
      const text = raw.trim();
      if (text === '') return null;
      return numberForm.test(text) ? check(Number(text.replaceAll(',', ''))) : notNumber;
    },
  };
}

const booleanCheck: FieldCheck = {
  fromJson: (raw) => (typeof raw === 'boolean' ? raw : notBoolean),
  fromCell(raw) {
    const text = raw.trim();
    if (text === '') return null;
    if (truths.has(text)) return true;
    return falsehoods.has(text) ? false : notBoolean;
  },
};

function codeCheck(field: Field, lookups: Lookups): FieldCheck {
  const list = field.codeList;
  function check(raw: string): string | null | Refused {
    const value = tidyText(raw);
    if (value === '') return null;
    if (value.length > 100 || hasForbiddenCharacter(value)) return new Refused('不是有效的代码');
    if (list !== undefined && !lookups.hasCode(list, value)) return new Refused('不在可选范围内或已停用');
    return value;
  }
  return {
    fromJson: (raw) => (typeof raw === 'string' ? check(raw) : notText),
    fromCell(raw) {
      if (list === undefined) return check(raw);
      const text = tidyText(raw);
      if (text === '' || lookups.hasCode(list, text)) return text === '' ? null : text;
      return lookups.findCode(list, text) ?? check(text);
    },
  };
}

function listCheck(one: FieldCheck): FieldCheck {
  function collect(items: readonly unknown[], check: (item: never) => unknown): unknown {
    if (items.length > mostItems) return new Refused(`最多 ${mostItems} 项`);
    const kept: unknown[] = [];
    for (const item of items) {
      const value = check(item as never);
      if (value instanceof Refused) return value;
      if (value !== null && !kept.includes(value)) kept.push(value);
    }
    return kept.length === 0 ? null : kept;
  }
  return {
    fromJson: (raw) => (Array.isArray(raw) ? collect(raw, one.fromJson) : notList),
    fromCell: (raw) => (raw.trim() === '' ? null : collect(raw.split(/[、,,;;|]/), one.fromCell)),
  };
}

function areaCheck(lookups: Lookups): FieldCheck {
  const unknown = new Refused('不是本市的区划');
  function check(raw: string): string | null | Refused {
    const value = raw.trim();
    if (value === '') return null;
    return isAreaCode(value) && lookups.findArea(value) !== undefined ? value : unknown;
  }
  return {
    fromJson: (raw) => (typeof raw === 'string' ? check(raw) : notText),
    fromCell(raw) {
      const text = tidyText(raw);
      return /^\d*$/.test(text) ? check(text) : (lookups.findAreaCode(text) ?? unknown);
    },
  };
}

function departmentCheck(lookups: Lookups): FieldCheck {
  const unknown = new Refused('不是已登记的部门');
  function check(raw: string): string | null | Refused {
    const value = raw.trim();
    if (value === '') return null;
    return lookups.findDepartment(value) === undefined ? unknown : value;
  }
  return {
    fromJson: (raw) => (typeof raw === 'string' ? check(raw) : notText),
    fromCell(raw) {
      const value = check(raw);
      return value instanceof Refused ? (lookups.findDepartmentId(tidyText(raw)) ?? value) : value;
    },
  };
}

function idCheck(sentence: string): FieldCheck {
  const refused = new Refused(sentence);
  return fromText((raw) => {
    const value = raw.trim().toLowerCase();
    if (value === '') return null;
    return isId(value) ? value : refused;
  });
}

function subjectCheck(): FieldCheck {
  return fromText((raw) => {
    const value = tidyText(raw);
    if (value === '') return null;
    return value.length <= 100 && !hasForbiddenCharacter(value) ? value : new Refused('不是有效的主体');
  });
}

function jsonCheck(): FieldCheck {
  function check(raw: unknown): unknown {
    const text = JSON.stringify(raw);
    if (text === undefined) return new Refused('不是有效的数据');
    if (text.length > mostJson) return new Refused('内容过大');
    // PostgreSQL keeps no NUL and no lone surrogate in jsonb.
    return /\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(text) ? new Refused('含有不可见的控制字符') : raw;
  }
  return {
    fromJson: check,
    fromCell(raw) {
      if (raw.trim() === '') return null;
      try {
        return check(JSON.parse(raw));
      } catch {
        return new Refused('不是有效的 JSON');
      }
    },
  };
}

function checkOf(field: Field, lookups: Lookups): FieldCheck {
  switch (field.type) {
    case 'text':
    case 'long-text':
      return fromText(textChecker(field));
    case 'integer':
    case 'decimal':
      return numberCheck(field);
    case 'boolean':
      return booleanCheck;
    case 'date':
      return fromText(checkDate);
    case 'moment':
      return {
        fromJson: (raw) => (typeof raw === 'string' ? checkInstant(raw) : notText),
        fromCell: checkSheetMoment,
      };
    case 'code':
      return codeCheck(field, lookups);
    case 'codes':
      return listCheck(codeCheck(field, lookups));
    case 'area':
      return areaCheck(lookups);
    case 'department':
      return departmentCheck(lookups);
    case 'subject':
      return subjectCheck();
    case 'ref':
      return idCheck('不是有效的关联记录');
    case 'point':
      return {
        fromJson: (raw) => checkJsonPoint(raw, lookups),
        fromCell: (raw) => checkSheetPoint(raw, lookups),
      };
    case 'files':
      return listCheck(idCheck('不是有效的附件'));
    case 'json':
      return jsonCheck();
  }
}

export function fieldCheck(field: Field, lookups: Lookups): FieldCheck {
  const check = checkOf(field, lookups);
  return {
    fromJson: (raw) => (raw === null || raw === undefined ? null : check.fromJson(raw)),
    fromCell: check.fromCell,
  };
}
