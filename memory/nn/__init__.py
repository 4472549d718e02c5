"""The papers: tensors in, tensors out, an equation is a function.

Bibliography:
    MemNN   Weston, Chopra, Bordes: Memory Networks, 2015 (arXiv 1410.3916)
    bAbI    Weston et al.: Towards AI-Complete Question Answering, 2015 (arXiv 1502.05698)
    NTM     Graves, Wayne, Danihelka: Neural Turing Machines, 2014 (arXiv 1410.5401)
    PtrNet  Vinyals, Fortunato, Jaitly: Pointer Networks, 2015 (arXiv 1506.03134)
    Collier Collier, Beel: Implementing Neural Turing Machines, 2018 (arXiv 1807.08518)
    ASReader Kadlec et al.: Text Understanding with the Attention Sum Reader, 2016 (1603.01547)
    PtrGen  See, Liu, Manning: Get To The Point, 2017 (arXiv 1704.04368)
"""
