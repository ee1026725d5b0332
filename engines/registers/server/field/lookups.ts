/** What the checks of a value must know of the city around it; handed in, so that they run the same in a worker thread. */
export interface Named {
  readonly name: string;
}

export interface Lookups {
  /** By 12- or 15-digit code. */
  findArea(code: string): Named | undefined;
  /** Code of the only area with this name (or full name), for sheets. */
  findAreaCode(name: string): string | undefined;
  findDepartment(id: string): Named | undefined;
  /** Id of the only department with this name or short name, for sheets. */
  findDepartmentId(name: string): string | undefined;
  /** County code of the place; undefined outside the city. */
  locate(lon: number, lat: number): string | undefined;
  /** Valid now. */
  hasCode(list: string, code: string): boolean;
  findCode(list: string, name: string): string | undefined;
  codeName(list: string, code: string): string | undefined;
}
