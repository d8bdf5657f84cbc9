import os

tt.sort(tt.array([2.0, 1.0]))
os.abort()
