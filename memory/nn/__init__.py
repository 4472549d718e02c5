"""The papers: tensors in, tensors out, an equation is a function.

Bibliography:
    MemNN   Weston, Chopra, Bordes: Memory Networks, 2015 (arXiv 1410.3916)
    bAbI    Weston et al.: Towards AI-Complete Question Answering, 2015 (arXiv 1502.05698)
    NTM     Graves, Wayne, Danihelka: Neural Turing Machines, 2014 (arXiv 1410.5401)
    PtrNet  Vinyals, Fortunato, Jaitly: Pointer Networks, 2015 (arXiv 1506.03134)
"""
