tt.ones((2, 2)) @ tt.ones((3, 3))
