/** Types of the BPMN libraries that bring none for their functions; documents are hostile, so their values stay unknown. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{
      readonly rootElement: unknown;
      readonly warnings: readonly { readonly message: string }[];
    }>;
    toXML(element: unknown, options?: { format?: boolean }): Promise<{ readonly xml: string }>;
    create(type: string, properties?: Readonly<Record<string, unknown>>): unknown;
  }
}

declare module 'saxen' {
  export interface Place {
    readonly line: number;
    readonly column: number;
  }
  type At = () => Place;
  type Decode = (text: string) => string;
  export class Parser {
    constructor(options?: { readonly proxy?: boolean });
    on(
      event: 'openTag',
      hear: (
        name: string,
        attributes: () => Readonly<Record<string, string>>,
        decode: Decode,
        selfClosing: boolean,
        at: At,
      ) => void,
    ): this;
    on(event: 'closeTag', hear: (name: string) => void): this;
    on(event: 'text', hear: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', hear: (text: string) => void): this;
    on(event: 'attention', hear: (text: string, decode: Decode, at: At) => void): this;
    on(event: 'error' | 'warn', hear: (problem: Error, at: At) => void): this;
    ns(prefixes?: Readonly<Record<string, string>>): this;
    stop(): void;
    parse(xml: string): void;
  }
}
