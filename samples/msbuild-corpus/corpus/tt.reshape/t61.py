tt.arange(12).reshape((5, 5))
