/** A value that a check refused, with the rest of the sentence that starts with the field's title. */
export class Refused {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** '“位置”不在本市范围内' */
export function problemSentence(title: string, refused: Refused): string {
  return `“${title}”${refused.reason}`;
}
