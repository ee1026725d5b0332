/** Types of dmn-moddle, which brings none; an element knows its properties by name only, so their values stay unknown. */
declare module 'dmn-moddle' {
  export interface ModdleElement {
    readonly $type: string;
    $parent?: ModdleElement;
    readonly $attrs?: Readonly<Record<string, string>>;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
  }

  export class DmnModdle {
    create(type: string, properties?: Readonly<Record<string, unknown>>): ModdleElement;
    fromXML(xml: string): Promise<{
      readonly rootElement: ModdleElement;
      readonly warnings: readonly { readonly message: string }[];
    }>;
    toXML(root: ModdleElement, options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
  }
}
