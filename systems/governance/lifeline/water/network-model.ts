/** A water network as every part of this system knows it: SI units, whatever the model file was written in. */

export type NodeKind = 'junction' | 'reservoir' | 'tank';
export type LinkKind = 'pipe' | 'pump' | 'valve';

/** Model coordinates: as the file has them, before they are placed on the city. */
export type ModelPoint = readonly [x: number, y: number];

export interface NetworkNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Metres; the head of a reservoir. */
  readonly elevation: number;
  /** Base demand, L/s, before patterns. */
  readonly demand: number;
  readonly at: ModelPoint | undefined;
}

export interface NetworkLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
  /** Metres; 0 for pumps and valves. */
  readonly length: number;
  /** Millimetres; 0 for pumps. */
  readonly diameter: number;
  /** By the network's formula: C (H-W), millimetres (D-W), Manning's n (C-M); 0 for pumps and valves. */
  readonly roughness: number;
  readonly closed: boolean;
  readonly vertices: readonly ModelPoint[];
}

/** Head loss by Hazen–Williams, Darcy–Weisbach or Chézy–Manning; it says what a roughness means. */
export const headlosses = ['H-W', 'D-W', 'C-M'] as const;
export type Headloss = (typeof headlosses)[number];

export interface NetworkModel {
  readonly title: string;
  /** Flow unit of the file: 'GPM', 'LPS' … */
  readonly units: string;
  readonly headloss: Headloss;
  readonly nodes: readonly NetworkNode[];
  readonly links: readonly NetworkLink[];
}

export interface ModelProblem {
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly reason: string;
}

/** The bounds of a model file; larger ones are refused before anything is computed. */
export interface ModelLimits {
  readonly nodes: number;
  readonly links: number;
}
