/** From a duty role to the units of this city that carry it, and the centres of supervision and command. */
import json from './duty-units.json' with { type: 'json' };
import type { TableHead } from './table.ts';

export interface DutyUnit {
  /** Code in duty-roles. */
  readonly role: string;
  /** Last part of the id of the county's unit (属地). */
  readonly county?: string;
  /** Id of the municipal unit (属主). */
  readonly city?: string;
}

export interface DutyUnitTable extends TableHead {
  /** Code of the whole city. */
  readonly region: string;
  readonly centres: {
    /** 市监督中心 and 市指挥中心: one organ in Fuyang. */
    readonly supervision: string;
    readonly cityCommand: string;
    /** Last part of the id of the county's command centre. */
    readonly countyCommand: string;
  };
  readonly rows: readonly DutyUnit[];
}

export const dutyUnitTable: DutyUnitTable = json as DutyUnitTable;
