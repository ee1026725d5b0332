/** Which files are uploaded as data; the server has the last word. */
export const dataFiles = '.csv,.txt,.xlsx,.xls,.json,.parquet';
export const dataFileBytes = 200 * 1_048_576;
