/** The registers engine's surface. */
export { openRegisters, type RegisterDeps, type RegisterEngine } from './server/create-registers.ts';
export {
  type Box,
  type HexagonCell,
  type HexagonGrid,
  type PlacedRow,
  type PointCluster,
  type PointReader,
  pointReader,
  type PointSource,
} from './server/points.ts';
export { sheetApproval, sheetExit } from './server/export/sheet-exit.ts';
export { registerFileGuard, registersSystem } from './server/system.ts';
export { hasMovedOn } from './server/row/statements.ts';
export { plainText } from './server/sheet/cell-text.ts';
export { BrokenFile, CsvReader, TextDecoding } from './server/sheet/read-csv.ts';
export { sheetKind, type SheetRow, workbookRows } from './server/sheet/read-workbook.ts';
export { type Cell, csvStream, xlsxStream, xlsxType } from './server/sheet/write-sheet.ts';
export { registerTables } from './server/shape/declare-tables.ts';
export {
  type AggregateGroup,
  type AggregateQuery,
  type CodeEntry,
  type CodeLists,
  type Counted,
  type ExportWish,
  type ListQuery,
  type Measure,
  type MeasureValue,
  type Page,
  type PersonalRows,
  type RegisterInfo,
  type RegisterRows,
  type RegisterService,
  registers,
  type RetentionService,
  type RowSink,
  type RowTitles,
  type Seen,
  type TrustedRows,
  type WriteGate,
} from './service.ts';
