import { describe } from 'vitest';
import { simulate } from './simulate.ts';

describe('a team that writes through crashes, cuts, clocks that are off and a disk that fails', () => simulate(2));
